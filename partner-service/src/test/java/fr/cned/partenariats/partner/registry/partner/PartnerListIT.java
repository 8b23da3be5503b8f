package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.siret;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@PartnerIT
class PartnerListIT {

    @Test
    void filtersByNameWithoutAccentsAndByCode() {
        String siret = siret();
        Map<String, Object> body = with(partner("SPORT_CENTRE", "Creps de Montpellier 100%_sûr"), "shortName", "Creps");
        UUID id = registered(with(body, "identifiers", Map.of("siret", siret)));

        for (String query : List.of(
                "q=montpellier 100%_SUR",
                "q=Montpéllier 100%_sur&kind=SPORT_CENTRE&state=ACTIVE&relation=AGREEMENT", "siret=" + siret)) {
            officer().get("/v1/partners?" + query).then().statusCode(200).body("items.id", contains(id.toString()));
        }
        officer()
                .get("/v1/partners?siren=732829320&limit=100")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(id.toString()));
        officer().get("/v1/partners?q=montpellier 100__cher").then().body("items", hasSize(0));
        officer()
                .queryParam("q", "%_")
                .get("/v1/partners")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        officer().get("/v1/partners?siret=" + siret + "&state=CLOSED").then().body("items", hasSize(0));
    }

    @Test
    void findsByWordsInAnyOrder() {
        String mark = Long.toString(System.nanoTime(), 36);
        UUID id = registered(partner("UNIVERSITY", "Université de Grenoble-Alpes, l'institut " + mark));

        for (String words : List.of(
                "Université Grenoble " + mark,
                mark + " grenoble UNIVERSITES",
                "Grenoble Alpes " + mark,
                "univ l’institut " + mark)) {
            officer()
                    .queryParam("q", words)
                    .get("/v1/partners")
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(id.toString()));
        }
        officer()
                .queryParam("q", "Université Lyon " + mark)
                .get("/v1/partners")
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void findsSeveralByIdAndLeavesOutUnknownOnes() {
        String first = registered(partner("SPORT_CENTRE", "Creps un")).toString();
        String second = registered(partner("UNIVERSITY", "Université deux")).toString();
        String both = "/v1/partners?id=" + second + "&id=" + first + "&id=" + UUID.randomUUID();

        officer().get(both).then().statusCode(200).body("items.id", contains(first, second));
        officer().get(both + "&kind=UNIVERSITY").then().body("items.id", contains(second));
        Api.as(Tokens.partner(UUID.fromString(first))).get(both).then().body("items.id", contains(first));
        officer()
                .get("/v1/partners?" + "id=%s&".formatted(first).repeat(101))
                .then()
                .spec(problem(400, "invalid-request"));
    }

    @Test
    void pagesHaveNoGapAndNoDuplicate() {
        UUID federation = registered(partner("SPORT_FEDERATION", "Fédération paginée"));
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            members.add(registered(with(partner("SPORT_CENTRE", "Membre"), "parentId", federation.toString()))
                    .toString());
        }
        List<String> read = new ArrayList<>();
        String next = "";
        do {
            String cursor = next.isEmpty() ? "" : "&cursor=" + next;
            Response page = officer().get("/v1/partners?limit=2&parentId=" + federation + cursor);
            read.addAll(page.<List<String>>path("items.id"));
            next = page.path("next");
        } while (next != null);
        assertThat(read).isEqualTo(members);
    }
}
