package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.replica.RegistryMother.partner;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.catalog.CatalogIT;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@CatalogIT
class TrainingFacetsIT {

    private static boolean ready;

    /** Limits the requests to the trainings of this class. */
    private static String provider;

    private static String otherProvider;

    @BeforeEach
    void catalogue() {
        if (ready) {
            return;
        }
        ready = true;
        provider = partner();
        otherProvider = partner();
        publish(with(with(with(bts("Alpha"), "rome", List.of("D1402")), "nsf", "312"), "apprenticeship", true));
        publish(with(with(bts("Bravo"), "rome", List.of("D1402", "G1703")), "modalities", List.of("ON_SITE")));
        publish(with(with(bts("Charlie"), "family", "MASTER"), "providerIds", List.of(provider, otherProvider)));
        publish(concours("Delta"));
        draft(with(bts("Echo"), "providerIds", List.of(provider)));
    }

    private static void publish(Map<String, Object> training) {
        training.putIfAbsent("providerIds", List.of(provider));
        published(training);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "family=BTS                     | Alpha,Bravo",
                "family=BTS&family=MASTER       | Alpha,Bravo,Charlie",
                "level=7                        | Charlie",
                "modality=ON_SITE               | Bravo",
                "modality=HYBRID                | Alpha,Charlie",
                "apprenticeship=true            | Alpha",
                "apprenticeship=false           | Bravo,Charlie,Delta",
                "category=A                     | Delta",
                "category=C                     | ''",
                "route=INTERNAL                 | Delta",
                "route=THIRD_ROUTE              | ''",
                "branch=STATE                   | Delta",
                "corps=Delta                    | Delta",
                "rome=D1402                     | Alpha,Bravo",
                "rome=G1703                     | Bravo",
                "nsf=312                        | Alpha",
                "rome=D1402&modality=ON_SITE    | Bravo",
                "state=ARCHIVED                 | ''",
                "q=bravo                         | Bravo",
            })
    void eachFacetFilters(String query, String titles) {
        assertThat(String.join(",", narrowed("/v1/trainings", query).jsonPath().getList("items.title", String.class)))
                .isEqualTo(titles);
    }

    @Test
    void aTrainingOfSeveralProvidersIsFoundByEach() {
        assertThat(reader().queryParam("providerId", otherProvider)
                        .get("/v1/trainings")
                        .jsonPath()
                        .getList("items.title"))
                .containsExactly("Charlie");
    }

    @Test
    void everyFacetIsCounted() {
        assertThat(counts("family", "")).isEqualTo(Map.of("BTS", 2, "MASTER", 1, "CONCOURS", 1));
        assertThat(counts("level", "")).isEqualTo(Map.of("5", 2, "7", 1));
        assertThat(counts("modality", "")).isEqualTo(Map.of("DISTANCE", 3, "HYBRID", 2, "ON_SITE", 1));
        assertThat(counts("providerId", "")).containsEntry(otherProvider, 1);
        assertThat(counts("apprenticeship", "")).isEqualTo(Map.of("true", 1, "false", 3));
        assertThat(counts("category", "")).isEqualTo(Map.of("A", 1));
        assertThat(counts("branch", "")).isEqualTo(Map.of("STATE", 1));
        assertThat(counts("route", "")).isEqualTo(Map.of("EXTERNAL", 1, "INTERNAL", 1));
        assertThat(counts("corps", "")).isEqualTo(Map.of("Delta", 1));
        assertThat(counts("rome", "")).isEqualTo(Map.of("D1402", 2, "G1703", 1));
        assertThat(counts("nsf", "")).isEqualTo(Map.of("312", 1));
        assertThat(counts("state", "")).isEqualTo(Map.of("PUBLISHED", 4));
    }

    @Test
    void aFilterLimitsTheCountsOfOtherFacetsOnly() {
        assertThat(counts("family", "family=BTS")).isEqualTo(Map.of("BTS", 2, "MASTER", 1, "CONCOURS", 1));
        assertThat(counts("rome", "family=MASTER")).isEmpty();
        assertThat(counts("modality", "family=BTS&rome=G1703")).isEqualTo(Map.of("ON_SITE", 1));
        assertThat(counts("family", "q=alpha")).isEqualTo(Map.of("BTS", 1));
    }

    @Test
    void onlyManagersCountDrafts() {
        assertThat(manager()
                        .queryParam("providerId", provider)
                        .get("/v1/trainings/facets")
                        .jsonPath()
                        .getList("facets.state.value"))
                .contains("DRAFT");
        assertThat(counts("state", "state=DRAFT")).doesNotContainKey("DRAFT");
    }

    private static Map<String, Integer> counts(String facet, String query) {
        List<Map<String, Object>> counts = narrowed("/v1/trainings/facets", query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("facets." + facet);
        return counts.stream().collect(Collectors.toMap(c -> (String) c.get("value"), c -> (Integer) c.get("count")));
    }

    private static Response narrowed(String path, String query) {
        return reader().get(path + "?providerId=" + provider + (query.isEmpty() ? "" : "&" + query));
    }
}
