package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.lifecycle.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Imports a file in which five rows of a hundred are bad, and kills enrollment-service twice meanwhile. A slow program
 * follows the change feed of the same partner all the time. The system property {@code import.rows} sets the number of
 * rows, 6 000 without it: a smaller file can be imported before the kill.
 */
@Isolated("kills enrollment-service")
@Tag("nightly")
class ImportFeedIT {

    private static final int ROWS = Integer.getInteger("import.rows", 6_000);
    private static final int BAD = ROWS / 20;

    /** Enrollments of another offering. They are cancelled during the import, and the students of the first half are erased. */
    private static final int CANCELLED = 20;

    private static final String UNKNOWN = UUID.randomUUID().toString();

    private final ApiClient http = Platform.http();
    private final Fixture fixture = Fixture.with(ROWS + CANCELLED, ROWS);

    @Test
    void aFileIsImportedExactlyOnceThoughTheServiceIsKilledTwice() throws InterruptedException {
        List<JsonNode> others = others();
        try (FeedCopy copy = FeedCopy.follow(fixture)) {
            CompletableFuture<Set<String>> erased = CompletableFuture.supplyAsync(() -> cancelAndErase(others));
            String file = file();
            long began = System.nanoTime();
            FileImport sent = FileImport.send(fixture, file);
            killAt(sent, 20);
            killAt(sent, 50);
            JsonNode counts = sent.ended();
            double seconds = (System.nanoTime() - began) / 1e9;

            assertThat(counts.path("accepted").asInt()).as(counts.toString()).isEqualTo(ROWS - BAD);
            assertThat(counts.path("refused").asInt() + counts.path("malformed").asInt())
                    .isEqualTo(BAD);
            assertThat(counts.path("repeated").asInt()).isZero();
            Set<String> erasedIds = erased.join();
            Invariants.assertSeatsUsed(fixture, ROWS - BAD);

            Response rejects = http.get(fixture.token(), "/v1/imports/" + sent.id() + "/rejects.csv");
            assertThat(rejects.text().lines()).hasSize(BAD + 1);
            String corrected =
                    rejects.text().replace(UNKNOWN, fixture.offering()).replace("31/02/2004", "28/02/2004");
            assertThat(FileImport.send(fixture, corrected)
                            .ended()
                            .path("accepted")
                            .asInt())
                    .isEqualTo(BAD);

            JsonNode again = FileImport.send(fixture, file).ended();
            assertThat(again.path("accepted").asInt()).isZero();
            assertThat(again.path("repeated").asInt()).isEqualTo(ROWS - BAD);
            Invariants.assertSeatsUsed(fixture, ROWS);

            copy.assertEqualsTheTable(erasedIds);
            System.out.printf(
                    "import: %d rows, %d bad, service killed twice: %.1f s, %.0f rows/s; %d rejects corrected and sent"
                            + " back, whole file again: nobody twice; feed: %s, equal to the table%n",
                    ROWS, BAD, seconds, ROWS / seconds, BAD, copy);
        }
    }

    private List<JsonNode> others() {
        Fixture other = fixture.withOffering(CANCELLED);
        List<JsonNode> enrolled = new ArrayList<>();
        for (int i = 0; i < CANCELLED; i++) {
            enrolled.add(http.postSuccessfully(other.token(), "/v1/enrollments", other.request())
                    .body());
        }
        return enrolled;
    }

    /** Returns the ids of the enrollments whose student is erased. */
    private Set<String> cancelAndErase(List<JsonNode> enrollments) {
        Set<String> erased = new TreeSet<>();
        for (JsonNode enrollment : enrollments) {
            String id = enrollment.path("id").asText();
            http.postSuccessfully(
                    fixture.token(), "/v1/enrollments/" + id + "/cancellation", "{\"reason\":\"Renonce\"}");
            if (erased.size() < CANCELLED / 2) {
                http.postSuccessfully(
                        Platform.token(Platform.ENROLLMENT_OFFICE),
                        "/v1/students/" + enrollment.path("studentId").asText() + "/erasure",
                        "{}");
                erased.add(id);
            }
        }
        return erased;
    }

    /** Of each twenty rows one names an unknown offering, or has a birth date that does not exist. */
    private String file() {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> {
                    boolean isBad = i % 20 == 7;
                    boolean isRefused = isBad && i % 40 == 7;
                    return FileImport.row(
                            isRefused ? UNKNOWN : fixture.offering(),
                            "Élève %06d".formatted(i),
                            isBad && !isRefused ? "31/02/2004" : "14/03/2005");
                })
                .collect(joining("\n", FileImport.HEADER, "\n"));
    }

    /** Kills the service in the middle of a chunk, after this share of the rows. */
    private static void killAt(FileImport sent, int percent) {
        Part service = Platform.get().parts().get("enrollment-service");
        await().atMost(FileImport.LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> sent.job().path("percent").asInt() >= percent);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        service.process().kill();
        long processed = Platform.number(
                ENROLLMENT, "select processed from import_job where id = ?", UUID.fromString(sent.id()));
        service.restart(); // other tests need it, also when this one fails
        assertThat(processed).as("rows before the kill").isBetween(1L, ROWS - 1L);
    }
}
