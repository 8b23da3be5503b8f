package fr.cned.partenariats.commons.changelog;

import java.util.Set;

/**
 * CDI event: a transaction of this instance with entries of the log has ended, and its caller has no answer yet. It was
 * committed, unless it failed: the outcome of a failed commit can be unknown.
 */
public record ChangesCommitted(Set<LoggedChange> changes) {}
