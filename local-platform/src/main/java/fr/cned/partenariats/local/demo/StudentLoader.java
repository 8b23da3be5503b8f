package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Registers the generated students by files that wait for the outcomes of their rows. The enrollment service learns of agreements, offerings and sites by
 * events, so rows that it refuses are sent again for three minutes.
 */
final class StudentLoader {

    private static final int BATCH = 200;
    private static final int STILL_OPEN = 202;
    private static final int THREADS = 2;
    private static final int REPORT_EVERY = 2_000;
    private static final Duration RETRY_FOR = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String ALL_STATES = "state=WAITLISTED&state=PENDING_FUNDING&state=CONFIRMED&state=ACTIVE"
            + "&state=COMPLETED&state=CANCELLED&state=REJECTED&state=WITHDRAWN&state=TRANSFERRED";

    private final GatewayClient office;
    private final References references;
    private final AtomicInteger written;
    private final Progress progress;
    private final AtomicInteger registered = new AtomicInteger();

    StudentLoader(GatewayClient office, References references, AtomicInteger written, Progress progress) {
        this.office = office;
        this.references = references;
        this.written = written;
        this.progress = progress;
    }

    /** One import. */
    record Batch(GeneratedStudents students, int number, List<JsonNode> rows) {}

    /**
     * The batches that are still to be imported, by agreement. The batches of an agreement are imported in order, so
     * that the number of its enrollments, in any state, says which batches are complete.
     */
    List<List<Batch>> missing(List<GeneratedStudents> all) {
        Map<String, Integer> known = new HashMap<>();
        if (!all.isEmpty()) {
            office.list("/v1/statistics?groupBy=agreement&" + ALL_STATES)
                    .forEach(group -> known.put(
                            group.path("key").asText(),
                            group.path("enrollments").asInt()));
        }
        List<List<Batch>> missing = new ArrayList<>();
        for (GeneratedStudents registrations : all) {
            int existing =
                    known.getOrDefault(references.id(registrations.agreement()).toString(), 0);
            List<Batch> batches = new ArrayList<>();
            for (int from = 0; from < registrations.rows().size(); from += BATCH) {
                int to = Math.min(from + BATCH, registrations.rows().size());
                if (to > existing) {
                    batches.add(new Batch(
                            registrations, from / BATCH, registrations.rows().subList(from, to)));
                }
            }
            if (!batches.isEmpty()) {
                missing.add(batches);
            }
        }
        return missing;
    }

    void register(List<List<Batch>> missing) {
        int total = missing.stream()
                .flatMap(List::stream)
                .mapToInt(batch -> batch.rows().size())
                .sum();
        ParallelTasks.run(
                THREADS,
                missing.stream()
                        .<Runnable>map(batches -> () -> batches.forEach(batch -> register(batch, total)))
                        .toList());
    }

    private void register(Batch batch, int total) {
        List<JsonNode> rows = batch.rows();
        long end = System.nanoTime() + RETRY_FOR.toNanos();
        int attempt = 0;
        while (!rows.isEmpty()) {
            JsonApi.Answer answer = send(batch, rows, attempt);
            if (answer.status() == STILL_OPEN && System.nanoTime() < end) {
                continue; // the same request waits again
            }
            List<JsonNode> refused = answer.status() == 404 ? rows : refused(rows, answer.body());
            report(rows.size() - refused.size(), total);
            if (!refused.isEmpty()) {
                if (System.nanoTime() > end) {
                    throw new PlatformFailure("The enrollment service still refuses students of %s after %d s: %s"
                            .formatted(batch.students().agreement(), RETRY_FOR.toSeconds(), reason(answer.body())));
                }
                Await.quietly(() -> false, PAUSE);
            }
            rows = refused;
            attempt++;
        }
    }

    private JsonApi.Answer send(Batch batch, List<JsonNode> rows, int attempt) {
        String path =
                "/v1/imports?agreementId=" + references.id(batch.students().agreement());
        written.incrementAndGet();
        JsonApi.Answer answer = office.postFile(
                path,
                rows,
                Entries.key(
                        "import",
                        batch.students().agreement() + " " + batch.number() + " " + attempt + " " + rows.size()));
        return answer.status() == 404 ? answer : new JsonApi.Answer(answer.status(), office.required(path, answer));
    }

    private static List<JsonNode> refused(List<JsonNode> rows, JsonNode answer) {
        List<JsonNode> refused = new ArrayList<>(rows);
        for (JsonNode row : answer.path("rows")) {
            if (row.has("enrollmentId")) {
                refused.remove(rows.get(row.path("number").asInt() - 1));
            }
        }
        return refused;
    }

    /** The problem of the import, or the errors of its first refused row. */
    private static String reason(JsonNode answer) {
        JsonNode errors = answer.path("rows").findPath("errors");
        return (errors.isMissingNode() ? answer : errors).toString();
    }

    private void report(int count, int total) {
        int now = registered.addAndGet(count);
        if (count > 0 && (now / REPORT_EVERY > (now - count) / REPORT_EVERY || now == total)) {
            progress.note("%d of %d students registered".formatted(now, total));
        }
    }

    /** Approves the funding of the first enrollments that wait for it. */
    void approveFundings(List<GeneratedStudents> all) {
        for (GeneratedStudents registrations : all) {
            if (registrations.approvedFundings() > 0) {
                String agreement = "agreementId=" + references.id(registrations.agreement());
                int approved = office.get("/v1/statistics?fundingState=APPROVED&" + agreement + "&" + ALL_STATES)
                        .path("total")
                        .path("enrollments")
                        .asInt();
                if (approved < registrations.approvedFundings()) {
                    office.list("/v1/enrollments?state=PENDING_FUNDING&" + agreement).stream()
                            .limit(registrations.approvedFundings() - approved)
                            .forEach(this::approve);
                }
            }
        }
    }

    private void approve(JsonNode enrollment) {
        for (JsonNode line : enrollment.path("fundings")) {
            if (Entries.isIn("REQUESTED", line)) {
                written.incrementAndGet();
                office.write(
                        "/v1/enrollments/" + Entries.id(enrollment) + "/funding-lines/" + Entries.id(line)
                                + "/approval",
                        MissingNode.getInstance(),
                        Entries.key("approve", Entries.id(line)));
            }
        }
    }
}
