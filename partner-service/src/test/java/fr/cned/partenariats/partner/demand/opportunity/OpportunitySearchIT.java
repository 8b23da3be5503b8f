package fr.cned.partenariats.partner.demand.opportunity;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.company;
import static fr.cned.partenariats.partner.demand.opportunity.OpportunityMother.opportunityOf;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.Roles;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Full-text search and facets of opportunities. */
@PartnerIT
class OpportunitySearchIT {

    private static final String NURSE = "Infirmière à domicile";
    private static final String COOK = "Chef cuisinier des œuvres sociales";
    private static final String STUDENT = "Développeur web";

    /** The company of this class; searches are limited to it. */
    private static UUID company;

    @BeforeEach
    void opportunities() {
        if (company != null) {
            return;
        }
        company = company();
        publish(NURSE, "JOB", "J1506", Map.of("inseeCode", "29233", "municipality", "Quimperlé"));
        publish(COOK, "INTERNSHIP", "G1602", Map.of("inseeCode", "75056", "municipality", "Paris"));
        publish(STUDENT, "APPRENTICESHIP", "M1805", Map.of("inseeCode", "75056", "municipality", "Paris"));
    }

    private static String publish(String title, String kind, String rome, Map<String, String> place) {
        Map<String, Object> body = with(with(opportunityOf(company), "title", title), "kind", kind);
        body = with(with(body, "romeCode", rome), "place", place);
        return officer()
                .body(with(body, "description", "Auprès des personnes âgées."))
                .post("/v1/opportunities")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static RequestSpecification reader() {
        return Api.as(Tokens.withRole(Roles.CATALOG_READER)).queryParam("partnerId", company);
    }

    private static List<String> titles(RequestSpecification request) {
        return request.get("/v1/opportunities")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.title", String.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "infirmiere         | " + NURSE,
                "INFIRMIÈRES        | " + NURSE,
                "œuvre              | " + COOK,
                "oeuvres            | " + COOK,
                "stage cuisinier    | " + COOK,
                "emploi quimperle   | " + NURSE,
                "apprentissage      | " + STUDENT,
                "M1805              | " + STUDENT,
                "domicille          | " + NURSE,
                "developeur         | " + STUDENT,
            })
    void theSearchIgnoresAccentsPluralsAndTypos(String typed, String title) {
        assertThat(titles(reader().queryParam("q", typed))).containsExactly(title);
    }

    @Test
    void everyWordMustMatchAndTheDescriptionCounts() {
        assertThat(titles(reader().queryParam("q", "personne âgée"))).hasSize(3);
        assertThat(titles(reader().queryParam("q", "personne cuisinier"))).containsExactly(COOK);
        assertThat(titles(reader().queryParam("q", "xylophone"))).isEmpty();
        assertThat(titles(reader().queryParam("q", "' \" & | ! \\ %"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyOrBlankSearchTextIsNoFilter(String typed) {
        assertThat(titles(reader().queryParam("q", typed))).containsExactly(NURSE, COOK, STUDENT);
    }

    @Test
    void severalValuesOfAFilterMeanOr() {
        assertThat(titles(reader().queryParam("kind", "JOB", "INTERNSHIP"))).containsExactly(NURSE, COOK);
        assertThat(titles(reader().queryParam("romeCode", "G1602", "M1805"))).containsExactly(COOK, STUDENT);
        assertThat(titles(reader().queryParam("region", "Bretagne", "Île-de-France")
                        .queryParam("kind", "JOB")))
                .containsExactly(NURSE);
        assertThat(titles(reader().queryParam("department", "75"))).containsExactly(COOK, STUDENT);
    }

    @Test
    void facetsCountTheMatchesAndIgnoreTheirOwnFilter() {
        JsonPath all = reader().get("/v1/opportunities/facets")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(all.getMap("facets").keySet()).hasToString("[kind, region, department, romeCode, partnerId]");
        assertThat(all.getList("facets.region.value")).containsExactly("Île-de-France", "Bretagne");
        assertThat(all.getList("facets.region.count")).containsExactly(2, 1);
        assertThat(all.getList("facets.kind.value")).containsExactlyInAnyOrder("JOB", "INTERNSHIP", "APPRENTICESHIP");

        JsonPath paris = reader().queryParam("department", "75")
                .queryParam("q", "personnes")
                .get("/v1/opportunities/facets")
                .jsonPath();
        assertThat(paris.getList("facets.department.value")).containsExactly("75", "29");
        assertThat(paris.getList("facets.kind.value")).containsExactlyInAnyOrder("INTERNSHIP", "APPRENTICESHIP");
        assertThat(paris.getList("facets.partnerId.value")).contains(company.toString());
    }

    @Test
    void onlyTheCompanyFindsWhatIsNotShown() {
        String withdrawn = publish("Zythologue", "JOB", "G1602", Map.of("region", "Corse"));
        officer().post("/v1/opportunities/" + withdrawn + "/withdrawal").then().statusCode(200);
        RequestSpecification stranger = Api.as(Tokens.partner(registered()));
        assertThat(titles(stranger.queryParam("q", "zythologue").queryParam("past", true)))
                .isEmpty();
        assertThat(titles(reader().queryParam("q", "zythologue"))).isEmpty();
        for (String reader : List.of(Tokens.partner(company), Tokens.withRole(Roles.PARTNERSHIP_OFFICER))) {
            assertThat(titles(Api.as(reader).queryParam("q", "zythologue").queryParam("past", true)))
                    .containsExactly("Zythologue");
        }
        assertThat(reader().queryParam("q", "zythologue")
                        .get("/v1/opportunities/facets")
                        .jsonPath()
                        .getList("facets.region"))
                .isEmpty();
    }

    @Test
    void pagesOfASearchHoldEveryMatchOnceBestFirst() {
        UUID other = company();
        for (int i = 0; i < 5; i++) {
            Map<String, Object> body = with(opportunityOf(other), "title", "Barman " + "barman ".repeat(i % 3) + i);
            officer().body(body).post("/v1/opportunities").then().statusCode(201);
        }
        RequestSpecification search = Api.as(Tokens.withRole(Roles.CATALOG_READER));
        List<String> whole = titles(search.queryParam("q", "barman").queryParam("partnerId", other));
        assertThat(whole).hasSize(5);
        assertThat(whole.get(0)).startsWith("Barman barman barman");

        List<String> paged = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification next = Api.as(Tokens.withRole(Roles.CATALOG_READER))
                    .queryParam("q", "barman")
                    .queryParam("partnerId", other)
                    .queryParam("limit", 2);
            if (cursor != null) {
                next.queryParam("cursor", cursor);
            }
            JsonPath page = next.get("/v1/opportunities").jsonPath();
            paged.addAll(page.getList("items.title", String.class));
            cursor = page.getString("next");
        } while (cursor != null);
        assertThat(paged).isEqualTo(whole);
    }

    @Test
    void aCursorOfAnotherSearchIsRefused() {
        String cursor = reader().queryParam("q", "personnes")
                .queryParam("limit", 1)
                .get("/v1/opportunities")
                .path("next");
        reader().queryParam("q", "âgées")
                .queryParam("limit", 1)
                .queryParam("cursor", cursor)
                .get("/v1/opportunities")
                .then()
                .spec(problem(400, "invalid-cursor"));
    }

    @Test
    void aChangedTitleIsFoundAtOnce() {
        String id = publish("Éclusier", "JOB", "N3109", Map.of("region", "Occitanie"));
        try {
            findChangedTitle(id);
        } finally {
            officer().post("/v1/opportunities/" + id + "/withdrawal").then().statusCode(200);
        }
    }

    private static void findChangedTitle(String id) {
        patching(officer(), "\"0\"")
                .body(Map.of("title", "Batelière"))
                .patch("/v1/opportunities/" + id)
                .then()
                .statusCode(200);
        assertThat(titles(reader().queryParam("q", "eclusier"))).isEmpty();
        assertThat(titles(reader().queryParam("q", "bateliere"))).containsExactly("Batelière");
    }
}
