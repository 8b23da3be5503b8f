package fr.cned.partenariats.badexample.left;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.Path;

/** Queries, and has what it needs injected behind its back. */
@Path("/bad")
public class BadResource {

    @Inject
    EntityManager em;
}
