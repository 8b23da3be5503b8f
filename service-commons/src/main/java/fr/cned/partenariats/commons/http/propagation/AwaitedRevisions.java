package fr.cned.partenariats.commons.http.propagation;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_AWAITED_REVISIONS;

import fr.cned.partenariats.commons.base.problem.Refusal;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header {@code If-Revision-At-Least}: the revisions that a caller has seen at the owners of the objects. */
public final class AwaitedRevisions {

    static final String HEADER = "If-Revision-At-Least";

    private static final int MOST = 20;
    private static final Pattern ENTRY = Pattern.compile(
            "([a-z]{1,40}(?:-[a-z]{1,40})*)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})=([0-9]{1,15})");

    private AwaitedRevisions() {}

    public record Awaited(String kind, UUID id, long revision) {

        @Override
        public String toString() {
            return kind + '/' + id + '=' + revision;
        }
    }

    public static List<Awaited> of(HttpHeaders headers) {
        List<String> values = headers.getRequestHeader(HEADER);
        return values == null || values.isEmpty() ? List.of() : parse(String.join(",", values));
    }

    /** 409: the service has not received this revision. */
    public static Refusal notReceived(Awaited awaited) {
        return NotYetPropagated.refusal().property("awaited", awaited.toString());
    }

    static List<Awaited> parse(String header) {
        String[] entries = header.split(",", -1);
        if (entries.length > MOST) {
            throw Refusal.of(INVALID_AWAITED_REVISIONS);
        }
        List<Awaited> awaited = new ArrayList<>();
        for (String entry : entries) {
            Matcher matcher = ENTRY.matcher(entry.strip());
            if (!matcher.matches()) {
                throw Refusal.of(INVALID_AWAITED_REVISIONS);
            }
            awaited.add(
                    new Awaited(matcher.group(1), UUID.fromString(matcher.group(2)), Long.parseLong(matcher.group(3))));
        }
        return awaited;
    }
}
