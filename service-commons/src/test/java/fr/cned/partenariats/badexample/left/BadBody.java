package fr.cned.partenariats.badexample.left;

import jakarta.validation.Valid;
import jakarta.ws.rs.Path;

/** Takes a body whose constraints are not in the contract. */
@Path("/bad-bodies")
public class BadBody {

    void take(@Valid BadRequest body) {}
}
