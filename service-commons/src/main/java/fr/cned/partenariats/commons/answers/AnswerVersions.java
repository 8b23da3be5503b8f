package fr.cned.partenariats.commons.answers;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * Reads the current versions of one kind of cached answers. A version changes with every change that the answers show.
 */
public interface AnswerVersions {

    /** An id for answers that are not about one object. */
    UUID ALL = new UUID(0, 0);

    String kind();

    /** One statement, without a transaction: rows of one tenant are not visible. Leaves out unknown ids. */
    Map<UUID, String> current(Collection<UUID> ids);
}
