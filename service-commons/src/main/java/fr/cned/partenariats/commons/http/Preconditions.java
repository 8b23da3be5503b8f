package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.problem.CommonProblem.MISSING_IF_MATCH;
import static fr.cned.partenariats.commons.problem.CommonProblem.STALE_VERSION;

import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.ws.rs.core.EntityTag;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entity tags and conditional requests (RFC 9110, sections 8.8.3 and 13). */
public final class Preconditions {

    private Preconditions() {}

    public static EntityTag tag(long version) {
        return new EntityTag(Long.toString(version));
    }

    /** Refuses a change that does not say, in {@code If-Match}, which version it was made on, or says another. */
    public static void ifMatch(@Nullable String header, long version) {
        if (header == null || header.isBlank()) {
            throw Refusal.of(MISSING_IF_MATCH);
        }
        if (!matches(header, tag(version))) {
            throw Refusal.of(STALE_VERSION, quoted(tag(version)));
        }
    }

    /** Whether {@code If-None-Match} names this tag, so that the answer is 304. */
    public static boolean noneMatchHits(@Nullable String header, EntityTag tag) {
        return header != null && matches(header.replace("W/", ""), tag);
    }

    private static boolean matches(String header, EntityTag tag) {
        return Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .anyMatch(candidate -> candidate.equals("*") || candidate.equals(quoted(tag)));
    }

    private static String quoted(EntityTag tag) {
        return '"' + tag.getValue() + '"';
    }
}
