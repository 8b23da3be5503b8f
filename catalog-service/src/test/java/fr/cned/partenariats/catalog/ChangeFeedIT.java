package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.publish;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.catalog.training.TrainingDetails;
import fr.cned.partenariats.catalog.training.TrainingService;
import fr.cned.partenariats.catalog.training.TrainingView;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@CatalogIT
class ChangeFeedIT {

    @Inject
    TrainingService trainings;

    @Inject
    ObjectMapper json;

    @Inject
    EntityManager em;

    @Test
    void theFeedShowsEachChangedTrainingOnceInChangeOrder() {
        String start = now("/v1/trainings/changes");
        String first = published(bts("Premier"));
        String second = published(bts("Second"));
        patch(first, "\"1\"", "Premier, revu");

        JsonPath changes = reader().get("/v1/trainings/changes?cursor=" + start).jsonPath();
        assertThat(changes.getList("items.id", String.class)).containsExactly(second, first);
        assertThat(changes.getString("items[1].title")).isEqualTo("Premier, revu");
        assertThat(changes.getBoolean("more")).isFalse();
        assertThat(reader().get("/v1/trainings/changes?cursor=" + changes.getString("next"))
                        .jsonPath()
                        .getList("items"))
                .isEmpty();
    }

    @Test
    void aLongFeedIsReadPageByPage() {
        String start = now("/v1/trainings/changes");
        List<String> published = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            published.add(published(bts("Formation " + i)));
        }

        List<String> read = new ArrayList<>();
        boolean more = true;
        while (more) {
            JsonPath changes = reader().get("/v1/trainings/changes?limit=2&cursor=" + start)
                    .jsonPath();
            read.addAll(changes.getList("items.id", String.class));
            start = changes.getString("next");
            more = changes.getBoolean("more");
        }
        assertThat(read).isEqualTo(published);
    }

    @Test
    void readersSeeADraftInTheFeedOnlyAfterItsPublication() {
        String start = now("/v1/trainings/changes");
        String id = draft(bts("Brouillon"));

        assertThat(manager()
                        .get("/v1/trainings/changes?cursor=" + start)
                        .jsonPath()
                        .getList("items.id", String.class))
                .containsExactly(id);
        assertThat(reader().get("/v1/trainings/changes?cursor=" + start)
                        .jsonPath()
                        .getList("items.id", String.class))
                .isEmpty();
        publish(id);
        assertThat(reader().get("/v1/trainings/changes?cursor=" + start)
                        .jsonPath()
                        .getList("items.id", String.class))
                .containsExactly(id);
    }

    @Test
    void offeringsHaveTheirOwnFeed() {
        String start = now("/v1/offerings/changes");
        String offering = open(ofTraining(published(bts("BTS"))));

        JsonPath changes = reader().get("/v1/offerings/changes?cursor=" + start).jsonPath();
        assertThat(changes.getList("items.id", String.class)).containsExactly(offering);
        assertThat(changes.getList("items.state", String.class)).containsExactly("OPEN");
    }

    @Test
    void aSlowCommitIsNotOvertakenByALaterChange() throws Exception {
        String since = now("/v1/trainings/changes");
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Set<String> seen = new HashSet<>();
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try {
            Future<String> late =
                    writers.submit(() -> QuarkusTransaction.requiringNew().call(() -> {
                        TrainingView training =
                                trainings.create(json.convertValue(bts("En retard"), TrainingDetails.class));
                        written.countDown();
                        assertThat(commit.await(1, TimeUnit.MINUTES)).isTrue();
                        return training.id().toString();
                    }));
            assertThat(written.await(1, TimeUnit.MINUTES)).isTrue();
            Future<String> next = writers.submit(() -> draft(bts("Suivante")));
            awaitBlocked();
            since = follow(since, seen);
            commit.countDown();
            String lateId = late.get();
            String nextId = next.get();
            follow(since, seen);

            assertThat(seen).containsExactlyInAnyOrder(lateId, nextId);
        } finally {
            commit.countDown();
            writers.shutdown();
        }
    }

    @Test
    void aReaderMissesNoChangeOfConcurrentWriters() throws Exception {
        String since = now("/v1/trainings/changes");
        Set<String> seen = new HashSet<>();
        List<String> written = new ArrayList<>();
        ExecutorService writers = Executors.newFixedThreadPool(6);
        try {
            List<Future<String>> writing = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                writing.add(writers.submit(() -> draft(bts("En même temps"))));
            }
            while (writing.stream().anyMatch(task -> !task.isDone())) {
                since = follow(since, seen);
            }
            for (Future<String> task : writing) {
                written.add(task.get());
            }
        } finally {
            writers.shutdown();
        }
        follow(since, seen);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void withoutACursorTheFeedBeginsWithAllTrainings() {
        String id = published(bts("Depuis le début"));
        List<String> read = new ArrayList<>();
        String cursor = "";
        JsonPath changes;
        do {
            changes = reader().get("/v1/trainings/changes?limit=1000" + cursor).jsonPath();
            read.addAll(changes.getList("items.id", String.class));
            assertThat(changes.getList("removed")).isEmpty();
            cursor = "&cursor=" + changes.getString("next");
        } while (changes.getBoolean("more"));
        assertThat(read).contains(id).doesNotHaveDuplicates();
    }

    @Test
    void aCursorOfAnotherFeedIsRefused() {
        reader().get("/v1/offerings/changes?cursor=" + now("/v1/trainings/changes"))
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-cursor"));
    }

    @ParameterizedTest
    @CsvSource({
        "cursor=-1, invalid-cursor",
        "cursor=e30, invalid-cursor",
        "limit=0, limit-out-of-range",
        "limit=1001, limit-out-of-range",
        "since=0, unknown-parameter"
    })
    void anInvalidParameterIsRefused(String query, String code) {
        for (String path : List.of("/v1/trainings/changes", "/v1/offerings/changes")) {
            reader().get(path + "?" + query).then().statusCode(400).body("code", equalTo(code));
        }
    }

    /** Waits until one transaction is blocked by the lock of another. */
    private void awaitBlocked() {
        await().until(() -> QuarkusTransaction.requiringNew().call(() -> (Long) em.createNativeQuery(
                                "select count(*) from pg_stat_activity where wait_event_type = 'Lock'", Long.class)
                        .getSingleResult())
                > 0);
    }

    /** Reads the feed to its end as a manager, collects the ids and returns the last upTo. */
    private static String follow(String since, Set<String> seen) {
        JsonPath changes =
                manager().get("/v1/trainings/changes?limit=7&cursor=" + since).jsonPath();
        seen.addAll(changes.getList("items.id", String.class));
        return changes.getBoolean("more") ? follow(changes.getString("next"), seen) : changes.getString("next");
    }

    private static String now(String path) {
        return manager().get(path + "?cursor=now").path("next");
    }

    private static void patch(String id, String tag, String title) {
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", tag)
                .body(Map.of("title", title))
                .patch("/v1/trainings/" + id)
                .then()
                .statusCode(200);
    }
}
