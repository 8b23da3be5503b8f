package fr.cned.partenariats.catalog.change;

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
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.catalog.CatalogTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@CatalogTest
class ChangeFeedTest {

    @Test
    void changesComeInTheirOrderAndEachTrainingOnceAsItIsNow() {
        long start = upToNow("/v1/trainings/changes");
        String first = published(bts("Premier"));
        String second = published(bts("Second"));
        patch(first, "\"1\"", "Premier, revu");

        JsonPath changes = reader().get("/v1/trainings/changes?since=" + start).jsonPath();
        assertThat(changes.getList("items.id", String.class)).containsExactly(second, first);
        assertThat(changes.getString("items[1].title")).isEqualTo("Premier, revu");
        assertThat(changes.getBoolean("more")).isFalse();
        assertThat(reader().get("/v1/trainings/changes?since=" + changes.getLong("upTo"))
                        .jsonPath()
                        .getList("items"))
                .isEmpty();
    }

    @Test
    void aLongFeedIsReadInStretches() {
        long start = upToNow("/v1/trainings/changes");
        List<String> published = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            published.add(published(bts("Formation " + i)));
        }

        List<String> read = new ArrayList<>();
        boolean more = true;
        while (more) {
            JsonPath changes =
                    reader().get("/v1/trainings/changes?limit=2&since=" + start).jsonPath();
            read.addAll(changes.getList("items.id", String.class));
            start = changes.getLong("upTo");
            more = changes.getBoolean("more");
        }
        assertThat(read).isEqualTo(published);
    }

    @Test
    void aDraftIsAChangeForManagersAndForReadersOnlyOncePublished() {
        long start = upToNow("/v1/trainings/changes");
        String id = draft(bts("Brouillon"));

        assertThat(manager()
                        .get("/v1/trainings/changes?since=" + start)
                        .jsonPath()
                        .getList("items.id", String.class))
                .containsExactly(id);
        assertThat(reader().get("/v1/trainings/changes?since=" + start)
                        .jsonPath()
                        .getList("items.id", String.class))
                .isEmpty();
        publish(id);
        assertThat(reader().get("/v1/trainings/changes?since=" + start)
                        .jsonPath()
                        .getList("items.id", String.class))
                .containsExactly(id);
    }

    @Test
    void offeringsHaveAFeedOfTheirOwn() {
        long start = upToNow("/v1/offerings/changes");
        String offering = open(ofTraining(published(bts("BTS"))));

        JsonPath changes = reader().get("/v1/offerings/changes?since=" + start).jsonPath();
        assertThat(changes.getList("items.id", String.class)).containsExactly(offering);
        assertThat(changes.getList("items.state", String.class)).containsExactly("OPEN");
    }

    @Test
    void whoFollowsTheFeedMissesNothingOfWhatManyWriteAtOnce() throws Exception {
        long since = upToNow("/v1/trainings/changes");
        ExecutorService writers = Executors.newFixedThreadPool(6);
        Map<String, Integer> seen = new HashMap<>();
        try {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < 6; writer++) {
                writing.add(writers.submit(() -> {
                    for (int i = 0; i < 6; i++) {
                        patch(published(bts("En même temps")), "\"1\"", "Changé en même temps");
                    }
                }));
            }
            while (writing.stream().anyMatch(task -> !task.isDone())) {
                since = follow(since, seen);
            }
            for (Future<?> task : writing) {
                task.get();
            }
        } finally {
            writers.shutdown();
        }
        since = follow(since, seen);

        // Each of the 36 was patched once after its publication: a reader that saw an earlier state saw the last, too.
        assertThat(seen)
                .hasSize(36)
                .allSatisfy((id, version) -> assertThat(version).as(id).isEqualTo(2));
        assertThat(since).isEqualTo(upToNow("/v1/trainings/changes"));
    }

    @ParameterizedTest
    @CsvSource({
        "since=-1, invalid-request",
        "since=x, invalid-parameter",
        "since=9000000000000000000, unknown-change",
        "limit=0, limit-out-of-range",
        "cursor=x, unknown-parameter"
    })
    void aWrongPlaceToBeginIsRefused(String query, String code) {
        for (String path : List.of("/v1/trainings/changes", "/v1/offerings/changes")) {
            reader().get(path + "?" + query).then().statusCode(400).body("code", equalTo(code));
        }
    }

    /** Reads on until there is no more; remembers the last version of each training. */
    private static long follow(long since, Map<String, Integer> seen) {
        JsonPath changes =
                reader().get("/v1/trainings/changes?limit=7&since=" + since).jsonPath();
        List<Map<String, Object>> items = changes.getList("items");
        items.forEach(item -> seen.put((String) item.get("id"), (Integer) item.get("version")));
        return changes.getBoolean("more") ? follow(changes.getLong("upTo"), seen) : changes.getLong("upTo");
    }

    private static long upToNow(String path) {
        long upTo = 0;
        JsonPath changes;
        do {
            changes = manager().get(path + "?limit=100&since=" + upTo).jsonPath();
            upTo = changes.getLong("upTo");
        } while (changes.getBoolean("more"));
        return upTo;
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
