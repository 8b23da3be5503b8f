package fr.cned.partenariats.badexample.left;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.Path;

/** Queries the database and uses field injection. */
@Path("/bad")
public class BadResource {

    @Inject
    EntityManager em;
}
