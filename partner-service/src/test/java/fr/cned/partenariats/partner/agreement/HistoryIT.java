package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of the history and of the amendments of an agreement. */
@PartnerIT
class HistoryIT {

    @Test
    void theHistoryListsWhoDidWhatWhenAndWhy() {
        UUID id = drafted(with(started("SPECIFIC", registered()), "fundings", List.of(Map.of("kind", "OPCO"))));
        act(id, "signature", Map.of("signedOn", Map.of("value", "2022-09-01", "precision", "DAY")));
        act(id, "fundings/OPCO/suspension", Map.of("since", "2022-09-15", "reason", "Absence de financement"));
        dated(id, "2023-01-01");
        act(id, "suspension", Map.of("reason", "Travaux"));

        String history = "/v1/agreements/" + id + "/history";
        officer()
                .get(history)
                .then()
                .statusCode(200)
                .body("items.position", contains(1, 2, 3, 4, 5, 6))
                .body(
                        "items.action",
                        contains("CREATED", "SIGNED", "CAME_INTO_FORCE", "FUNDING_SUSPENDED", "AMENDED", "SUSPENDED"))
                .body("items[1].effectiveOn", equalTo("2022-09-01"))
                .body("items[3].reason", equalTo("Absence de financement"))
                .body("items[3].funding.kind", equalTo("OPCO"))
                .body("items[3].state", equalTo("IN_FORCE"))
                .body("items[4].amendment", equalTo(1))
                .body("items[4].changes[0].pointer", equalTo("/minWeeklyAttendanceHours"))
                .body("items[5].recordedBy", equalTo("test-partnership-officer"));
        JsonPath page = officer().get(history + "?limit=4").jsonPath();
        assertThat(page.getList("items")).hasSize(4);
        officer()
                .get(history + "?limit=4&cursor=" + page.getString("next"))
                .then()
                .body("items.position", contains(5, 6));
        officer().get("/v1/agreements/" + UUID.randomUUID() + "/history").then().statusCode(404);
    }

    @Test
    void aPartnerReadsTheAmendmentsOfItsOwnAgreements() {
        UUID partner = registered();
        UUID id = signed(started("SPECIFIC", partner));
        dated(id, "2023-01-01").then().statusCode(201);
        String path = "/v1/agreements/" + id + "/amendments";
        Api.as(Tokens.partner(partner)).get(path).then().statusCode(200).body("items", hasSize(1));
        Api.as(Tokens.partner(partner)).get(path + "/1").then().statusCode(200);
        Api.as(Tokens.partner(registered())).get(path).then().statusCode(404);
        Api.as(Tokens.partner(registered())).get(path + "/1").then().statusCode(404);
        officer().get(path + "/2").then().statusCode(404).body("code", equalTo("not-found"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update agreement_history set reason = 'other'",
                "delete from agreement_history",
                "truncate agreement_history"
            })
    void theDatabaseRejectsChangesOfTheHistory(String statement) throws SQLException {
        assertThatThrownBy(() -> OwnerDatabase.execute(statement))
                .hasStackTraceContaining("the history of an agreement cannot be changed");
        try (Connection service = OwnerDatabase.connectAsService();
                PreparedStatement rewrite = service.prepareStatement(statement)) {
            assertThatThrownBy(rewrite::execute).hasMessageContaining("permission denied");
        }
    }

    private static Response dated(UUID id, String effectiveOn) {
        return act(
                id,
                "amendments",
                Map.of(
                        "reason",
                        "Avenant daté",
                        "effectiveOn",
                        effectiveOn,
                        "changes",
                        Map.of("minWeeklyAttendanceHours", 7)));
    }
}
