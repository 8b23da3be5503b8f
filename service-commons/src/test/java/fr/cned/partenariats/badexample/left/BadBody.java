package fr.cned.partenariats.badexample.left;

import jakarta.validation.Valid;
import jakarta.ws.rs.Path;

/** Takes a body of whose constraints the contract knows nothing. */
@Path("/bad-bodies")
public class BadBody {

    void take(@Valid BadRequest body) {}
}
