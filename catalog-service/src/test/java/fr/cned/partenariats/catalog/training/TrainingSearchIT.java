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
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.catalog.CatalogIT;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@CatalogIT
class TrainingSearchIT {

    private static boolean ready;

    /** Limits each search to the trainings of this class. */
    private static String provider;

    private static final String HOTEL = "BTS Management en hôtellerie-restauration";
    private static final String TOURISM = "Diplôme d’université Tourisme et hôtellerie";
    private static final String CUSTOMS_A = "Concours d'inspecteur des douanes";
    private static final String CUSTOMS_B = "Concours de contrôleur des douanes";
    private static final String AGENT = "Concours d'agent ministère commun";
    private static final String EDUCATION = "Master Sciences de l’éducation";
    private static final String DAEU = "Diplôme d'accès aux études universitaires";

    @BeforeEach
    void catalogue() {
        if (ready) {
            return;
        }
        ready = true;
        provider = partner();
        publish(bts(HOTEL));
        publish(with(with(bts(TOURISM), "family", "DIPLOME_UNIVERSITE"), "objectives", "Travailler à l'hôtel."));
        publish(concours(CUSTOMS_A));
        publish(concours(CUSTOMS_B));
        Map<String, Object> agent = concours(AGENT);
        @SuppressWarnings("unchecked")
        Map<String, Object> contest = (Map<String, Object>) agent.get("contest");
        contest.putAll(
                Map.of("corps", "Agent", "category", "C", "recruitingBodies", List.of("DGFiP", "DGDDI", "DGCCRF")));
        publish(agent);
        publish(with(bts(EDUCATION), "family", "MASTER"));
        publish(with(bts(DAEU), "family", "DAEU"));
        draft(with(bts("Brouillon sur les douanes"), "providerIds", List.of(provider)));
    }

    private static void publish(Map<String, Object> training) {
        published(with(training, "providerIds", List.of(provider)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hôtellerie        | " + HOTEL + ";" + TOURISM,
                "HOTELLERIE        | " + HOTEL + ";" + TOURISM,
                "hôtelleries       | " + HOTEL + ";" + TOURISM,
                "education         | " + EDUCATION,
                "l'éducation       | " + EDUCATION,
                "douane            | " + CUSTOMS_A + ";" + CUSTOMS_B,
                "les inspecteurs de la douane | " + CUSTOMS_A,
                "études d’accès    | " + DAEU,
                "DGFiP             | " + AGENT,
                "master            | " + EDUCATION,
            })
    void theSearchIgnoresAccentsAndPlurals(String typed, String titles) {
        assertThat(titles(typed)).containsExactlyInAnyOrder(titles.split(";", -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hotelerie           | " + HOTEL + ";" + TOURISM,
                "restoration         | " + HOTEL,
                "managment hotelerie | " + HOTEL,
                "douannes            | " + CUSTOMS_A + ";" + CUSTOMS_B,
                "inpecteur duane     | " + CUSTOMS_A,
                "controlleur         | " + CUSTOMS_B,
                "universtaires       | " + DAEU,
                "sceinces            | " + EDUCATION,
            })
    void theSearchCorrectsTypos(String typed, String titles) {
        assertThat(titles(typed)).containsExactlyInAnyOrder(titles.split(";", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xylophone", "hôtellerie xylophone", "de la", "& | ! ( ) : * ' \" \\", "%"})
    void aSearchWithoutMatchIsEmpty(String typed) {
        assertThat(titles(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0", "   "})
    void anEmptyOrBlankSearchTextIsNoFilter(String typed) {
        assertThat(titles(typed)).contains(HOTEL, CUSTOMS_A, DAEU);
        for (String path : List.of("/v1/trainings", "/v1/trainings/facets")) {
            reader().queryParam("q", typed).get(path).then().statusCode(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "œuvre             | Conservation des œuvres",
                "oeuvre            | Conservation des œuvres",
                "ŒUVRES            | Conservation des œuvres",
                "coeur             | Soins du cœur",
                "curriculum vitæ   | Curriculum vitae",
                "vitae             | Curriculum vitae",
                "lodz              | Polonais à Łódź",
                "Łódź              | Polonais à Łódź",
                "øresund           | Danois : Øresund",
                "oresund           | Danois : Øresund",
                "strasse           | Allemand : die Straße",
                "straße            | Allemand : die Straße",
                "STRASSE           | Allemand : die Straße",
                "straẞe            | Allemand : die Straße",
                "đakovo            | Croate : Đakovo",
                "þingvellir        | Islandais : Þingvellir",
                "thingvellir       | Islandais : Þingvellir",
            })
    void theSearchKnowsLettersThatUnicodeDoesNotDecompose(String typed, String title) {
        if (titles(title).isEmpty()) {
            publish(bts(title));
        }
        assertThat(titles(typed)).containsExactly(title);
    }

    @Test
    void aMatchInTheTitleRanksAboveOneInTheObjectives() {
        publish(with(bts("Hébergement"), "objectives", "Le xérès en salle."));
        publish(bts("Le xérès"));

        assertThat(titles("xérès")).containsExactly("Le xérès", "Hébergement");
    }

    @Test
    void pagesOfASearchHoldEveryMatchOnce() {
        for (int i = 0; i < 7; i++) {
            publish(bts("Zythologie " + "zythologie ".repeat(i % 3) + i));
        }
        List<String> whole = titles("zythologie");
        assertThat(whole).hasSize(7);

        List<String> paged = new ArrayList<>();
        String cursor = null;
        do {
            var request = reader().queryParam("q", "zythologie").queryParam("limit", 2);
            if (cursor != null) {
                request.queryParam("cursor", cursor);
            }
            JsonPath page = request.queryParam("providerId", provider)
                    .get("/v1/trainings")
                    .jsonPath();
            paged.addAll(page.getList("items.title", String.class));
            cursor = page.getString("next");
        } while (cursor != null);
        assertThat(paged).isEqualTo(whole);
    }

    @Test
    void aCursorOfAnotherSearchIsRefused() {
        String cursor = reader().queryParam("q", "douane")
                .queryParam("providerId", provider)
                .queryParam("limit", 1)
                .get("/v1/trainings")
                .path("next");

        reader().queryParam("q", "hôtel")
                .queryParam("providerId", provider)
                .queryParam("limit", 1)
                .queryParam("cursor", cursor)
                .get("/v1/trainings")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-cursor"));
    }

    @Test
    void onlyManagersFindDrafts() {
        assertThat(manager()
                        .queryParam("q", "douane")
                        .queryParam("providerId", provider)
                        .queryParam("state", "DRAFT")
                        .get("/v1/trainings")
                        .jsonPath()
                        .getList("items.title", String.class))
                .containsExactly("Brouillon sur les douanes");
        assertThat(reader().queryParam("q", "douane")
                        .queryParam("providerId", provider)
                        .queryParam("state", "DRAFT")
                        .get("/v1/trainings")
                        .jsonPath()
                        .getList("items.title", String.class))
                .isEmpty();
    }

    /** Published trainings know a word that differs by one letter. */
    @Test
    void aManagerFindsADraftByAWordThatNoPublishedTrainingHas() {
        String word = "douanf";
        draft(with(bts("Brouillon " + word), "providerIds", List.of(provider)));
        assertThat(manager()
                        .queryParam("q", word)
                        .queryParam("providerId", provider)
                        .queryParam("state", "DRAFT")
                        .get("/v1/trainings")
                        .jsonPath()
                        .getList("items.title", String.class))
                .containsExactly("Brouillon " + word);
        assertThat(titles(word)).isNotEmpty().noneMatch(title -> title.startsWith("Brouillon"));
    }

    private static List<String> titles(String typed) {
        return reader().queryParam("q", typed)
                .queryParam("providerId", provider)
                .get("/v1/trainings")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.title", String.class);
    }
}
