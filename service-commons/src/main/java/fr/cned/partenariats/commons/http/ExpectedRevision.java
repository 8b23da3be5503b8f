package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.MISSING_IF_MATCH;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.STALE_REVISION;

import fr.cned.partenariats.commons.base.problem.Refusal;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The revision that a change is based on, from {@code If-Match}; taken as a {@code @BeanParam}. */
public class ExpectedRevision {

    /** Public, as the interceptor of {@code @Idempotent} hashes it with the request. */
    @HeaderParam(HttpHeaders.IF_MATCH)
    public @Nullable String ifMatch;

    public ExpectedRevision() {}

    /** The value of a header, for callers without a request. */
    public static ExpectedRevision of(@Nullable String ifMatch) {
        ExpectedRevision expected = new ExpectedRevision();
        expected.ifMatch = ifMatch;
        return expected;
    }

    /** Refuses the change without {@code If-Match} (428) and when the header names another revision (412). */
    public void check(long revision) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Refusal.of(MISSING_IF_MATCH);
        }
        if (!EntityTags.matchesRevision(ifMatch, revision)) {
            throw Refusal.of(STALE_REVISION, "\"" + revision + '"');
        }
    }
}
