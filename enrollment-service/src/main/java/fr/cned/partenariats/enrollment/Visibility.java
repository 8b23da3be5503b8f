package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.caller.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** What the caller may see: a partner its own students and enrollments, an officer all. */
@ApplicationScoped
public class Visibility {

    private final Caller caller;

    Visibility(Caller caller) {
        this.caller = caller;
    }

    /** The partner whose objects are visible; empty when all are. */
    public Optional<UUID> partner() {
        return caller.scope().restrictedTo();
    }
}
