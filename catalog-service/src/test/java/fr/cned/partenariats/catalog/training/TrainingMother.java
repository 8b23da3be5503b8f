package fr.cned.partenariats.catalog.training;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Request bodies of trainings for tests, each with a unique code, and the calls that create them. */
public final class TrainingMother {

    public static final String MERGE_PATCH = "application/merge-patch+json;charset=UTF-8";

    private static final AtomicInteger NEXT = new AtomicInteger();

    private TrainingMother() {}

    /** A unique code. */
    public static String code() {
        return "T-" + System.nanoTime() + "-" + NEXT.incrementAndGet();
    }

    public static Map<String, Object> bts(String title) {
        Map<String, Object> training = new LinkedHashMap<>();
        training.put("code", code());
        training.put("title", title);
        training.put("family", "BTS");
        training.put("modalities", List.of("DISTANCE", "HYBRID"));
        return training;
    }

    /** Concours for customs inspectors: category A, requires a degree of level 6. */
    public static Map<String, Object> concours(String title) {
        Map<String, Object> contest = new LinkedHashMap<>();
        contest.put("name", title);
        contest.put("corps", title);
        contest.put("category", "A");
        contest.put("branch", "STATE");
        contest.put("routes", List.of("EXTERNAL", "INTERNAL"));
        contest.put("recruitingBodies", List.of("DGDDI"));
        Map<String, Object> training = new LinkedHashMap<>();
        training.put("code", code());
        training.put("title", title);
        training.put("family", "CONCOURS");
        training.put("modalities", List.of("DISTANCE"));
        training.put("prerequisites", Map.of("minLevel", 6));
        training.put("contest", contest);
        return training;
    }

    /** With every field. */
    public static Map<String, Object> curriculum() {
        Map<String, Object> curriculum = new LinkedHashMap<>();
        curriculum.put("expectedResults", "Obtenir le diplôme.");
        curriculum.put("path", "INDIVIDUAL");
        curriculum.put("rhythm", "À son rythme");
        curriculum.put("alternation", "Une semaine sur trois au centre");
        curriculum.put("audiences", List.of("80006", "81050"));
        curriculum.put("diplomaCode", "32031213");
        curriculum.put("durationMonths", 24);
        curriculum.put("languages", List.of("fr"));
        curriculum.put("validFrom", "2026-01-01");
        curriculum.put("validTo", "2031-12-31");
        curriculum.put("certificationTitle", "BTS - Management commercial opérationnel");
        curriculum.put("skillBlocks", List.of(Map.of("code", "RNCP38362BC01", "title", "Relation client")));
        return curriculum;
    }

    public static Map<String, Object> with(Map<String, Object> training, String field, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(training);
        changed.put(field, value);
        return changed;
    }

    public static RequestSpecification manager() {
        return Api.as(Tokens.withRole(Roles.CATALOG_MANAGER));
    }

    public static RequestSpecification reader() {
        return Api.as(Tokens.withRole(Roles.CATALOG_READER));
    }

    /** Creates a draft and returns its id. */
    public static String draft(Map<String, Object> training) {
        return manager()
                .body(training)
                .post("/v1/trainings")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Creates and publishes a training and returns its id. */
    public static String published(Map<String, Object> training) {
        String id = draft(training);
        publish(id);
        return id;
    }

    public static void publish(String id) {
        assertThat(manager().post("/v1/trainings/" + id + "/publication").statusCode())
                .isEqualTo(200);
    }
}
