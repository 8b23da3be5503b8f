package fr.cned.partenariats.commons.testing;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test in which an accepted write has no audit entry. It sends a trace id with each request and looks for
 * entries with that id. It notes the checked operations for {@link AuditCoverage}.
 */
public final class AuditEntryCheck implements AfterEachCallback {

    static final Path CHECKED = Path.of("target/audited-operations");

    /** POST operations that write nothing, such as {@code POST /v1/price-checks}. The build of the module sets them. */
    static final Set<String> EXEMPT =
            Set.of(System.getProperty("audit.exempt", "").split(",", -1));

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final SplittableRandom RANDOM = new SplittableRandom();
    private static final Queue<Accepted> ACCEPTED = new ConcurrentLinkedQueue<>();

    private record Accepted(String operation, String traceId) {}

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        List<Accepted> accepted = List.copyOf(ACCEPTED);
        ACCEPTED.clear();
        if (accepted.isEmpty()) {
            return;
        }
        Set<String> audited = audited(accepted);
        Set<String> missing = new TreeSet<>();
        for (Accepted write : accepted) {
            if (audited.contains(write.traceId())) {
                note(write.operation());
            } else {
                missing.add(write.operation());
            }
        }
        if (!missing.isEmpty()) {
            throw new AssertionError("accepted without an audit entry: " + missing);
        }
    }

    /** The trace ids of those writes that have an entry. */
    private static Set<String> audited(List<Accepted> writes) {
        Set<String> found = new HashSet<>();
        try (Connection connection =
                        Arc.container().instance(AgroalDataSource.class).get().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select distinct trace_id from change_log where trace_id = any (?)")) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text", writes.stream().map(Accepted::traceId).toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private static void note(String operation) throws IOException {
        Files.createDirectories(CHECKED);
        String anyId = operation.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id");
        Files.writeString(CHECKED.resolve(anyId.replace('/', '!')), anyId);
    }

    /** Adds a trace id to each write and notes the accepted ones. */
    static Filter filter() {
        return AuditEntryCheck::watch;
    }

    private static Response watch(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        if (READS.contains(request.getMethod())) {
            return context.next(request, expected);
        }
        String traceId = "%016x%016x".formatted(random(), random());
        request.header("traceparent", "00-%s-%016x-00".formatted(traceId, random()));
        Response answer = context.next(request, expected);
        String operation =
                request.getMethod() + ' ' + URI.create(request.getURI()).getPath();
        if (answer.statusCode() / 100 == 2
                && answer.getHeader("Idempotency-Replayed") == null
                && !EXEMPT.contains(operation)
                && !changedNothing(request, answer)) {
            ACCEPTED.add(new Accepted(operation, traceId));
        }
        return answer;
    }

    /** A patch with the present values does not change the revision. */
    private static boolean changedNothing(FilterableRequestSpecification request, Response answer) {
        Header before = request.getHeaders().get("If-Match");
        return before != null && before.getValue().equals(answer.getHeader("ETag"));
    }

    private static synchronized long random() {
        return RANDOM.nextLong() | 1;
    }
}
