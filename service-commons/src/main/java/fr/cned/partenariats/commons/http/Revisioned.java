package fr.cned.partenariats.commons.http;

/**
 * The view of a single resource. {@link EntityTagFilter} sets its entity tag as {@code ETag} and answers a conditional
 * read with 304.
 */
public interface Revisioned {

    long revision();

    /**
     * Without quotes. A view that embeds data that changes without the revision overrides it with
     * {@code <revision>-<other>}; {@code If-Match} compares the part before the dash only.
     */
    default String entityTag() {
        return Long.toString(revision());
    }

    /** For data that is added to the view while it is rendered. Empty or begins with a dash. */
    default String entityTagSuffix() {
        return "";
    }
}
