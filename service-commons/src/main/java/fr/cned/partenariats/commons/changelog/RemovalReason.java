package fr.cned.partenariats.commons.changelog;

/** Why a reader of a change feed must remove its copy of an object. */
public enum RemovalReason {
    /** The personal data behind the object were erased. */
    ERASED,
    /** The object is gone, or the caller may no longer see it. */
    NOT_VISIBLE
}
