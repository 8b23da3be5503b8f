package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.agreement.seat.SeatMother.used;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.Roles;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A party of a framework, such as a federation, reads the agreements under it and the seats that they use. */
@PartnerIT
class FrameworkPartyIT {

    private static final String AGREEMENTS = "/v1/agreements";

    private static RequestSpecification as(UUID partner) {
        return Api.as(Tokens.partner(partner));
    }

    private static UUID framework(UUID federation) {
        Map<String, Object> framework = started("FRAMEWORK", federation);
        framework.put("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 100), quota("2026-2027", "DAEU", 50)));
        framework.put("tariff", Map.of("discountPercent", 20));
        return signed(framework);
    }

    private static Map<String, Object> under(UUID framework, UUID club) {
        Map<String, Object> specific = started("SPECIFIC", club);
        specific.put("parentId", framework.toString());
        specific.put("seatQuotas", List.of(quota("2026-2027", "CONCOURS", 30), quota("2026-2027", "DAEU", 10)));
        specific.put("tariff", Map.of("discountPercent", 15));
        return specific;
    }

    @Test
    void aFederationReadsTheSignedAgreementsUnderItsFramework() {
        UUID federation = registered();
        UUID club = registered();
        UUID framework = framework(federation);
        UUID agreement = signed(under(framework, club));
        UUID draft = drafted(under(framework, registered()));
        UUID outside = signed(started("SPECIFIC", club));

        as(federation)
                .get(AGREEMENTS)
                .then()
                .statusCode(200)
                .body("items.id", containsInAnyOrder(framework.toString(), agreement.toString()));
        for (String query : List.of("parentId=" + framework, "partnerId=" + club)) {
            as(federation).get(AGREEMENTS + "?" + query).then().body("items.id", contains(agreement.toString()));
        }
        as(federation)
                .get(AGREEMENTS + "/" + agreement)
                .then()
                .statusCode(200)
                .body("parentId", equalTo(framework.toString()))
                .body("parties.partnerId", contains(club.toString()))
                .body("seatQuotas.seats", contains(30, 10))
                .body("state", equalTo("IN_FORCE"))
                .body("tariff", nullValue())
                .body("effective.tariff", nullValue());
        UUID abandoned = drafted(under(framework, registered()));
        act(abandoned, "termination", Map.of("reason", "Projet abandonné"))
                .then()
                .statusCode(200);
        as(federation)
                .get(AGREEMENTS + "?parentId=" + framework)
                .then()
                .body("items.id", contains(agreement.toString()));
        as(federation)
                .get(AGREEMENTS + "/" + framework)
                .then()
                .body("specificSeats.agreementId", contains(agreement.toString()));
        for (UUID hidden : List.of(draft, abandoned, outside)) {
            as(federation).get(AGREEMENTS + "/" + hidden).then().spec(problem(404, "not-found"));
        }
        as(club).get(AGREEMENTS + "/" + agreement).then().body("effective.tariff.discountPercent", equalTo(15));
        as(club).get(AGREEMENTS + "/" + framework).then().spec(problem(404, "not-found"));
    }

    @Test
    void anotherFederationSeesNothingOfIt() {
        UUID other = registered();
        UUID otherFramework = framework(other);
        UUID framework = framework(registered());
        UUID agreement = signed(under(framework, registered()));

        as(other).get(AGREEMENTS).then().body("items.id", contains(otherFramework.toString()));
        as(other).get(AGREEMENTS + "?parentId=" + framework).then().body("items", empty());
        as(other).get(AGREEMENTS + "/" + agreement).then().spec(problem(404, "not-found"));
        as(other).get(AGREEMENTS + "/" + framework).then().spec(problem(404, "not-found"));
        as(other).get(AGREEMENTS + "/" + otherFramework).then().statusCode(200).body("specificSeats", nullValue());
    }

    /** Its own agreements are those of which it is a party. */
    @Test
    void aFederationReadsNoAmendmentOrPlanOfThemAndFollowsOnlyItsOwn() {
        UUID federation = registered();
        UUID framework = framework(federation);
        UUID agreement = signed(under(framework, registered()));
        amend(agreement, Map.of("minWeeklyAttendanceHours", 7)).then().statusCode(201);
        String day = today().plusDays(30).toString();
        act(agreement, "planned-changes", Map.of("kind", "TERMINATION", "effectiveOn", day, "reason", "Fin"))
                .then()
                .statusCode(200)
                .body("plannedChanges.kind", contains("TERMINATION"));

        as(federation).get(AGREEMENTS + "/" + agreement).then().statusCode(200).body("plannedChanges", nullValue());
        as(federation).get(AGREEMENTS + "?plannedChange=PLANNED").then().body("items", empty());
        as(federation).get(AGREEMENTS + "/" + agreement + "/amendments").then().spec(problem(404, "not-found"));
        as(federation)
                .get(AGREEMENTS + "/" + agreement + "/amendments/1")
                .then()
                .spec(problem(404, "not-found"));
        as(federation)
                .body(Map.of("reason", "x"))
                .post(AGREEMENTS + "/" + agreement + "/termination")
                .then()
                .statusCode(403);
        as(federation).get(AGREEMENTS + "/changes").then().body("items.id", contains(framework.toString()));
        as(federation).get("/v1/me").then().body("agreements.id", contains(framework.toString()));
    }

    @Test
    void aPartnerSeesThemAsOfTheDaysOnWhichItIsAPartyOfTheFramework() {
        UUID first = registered();
        UUID second = registered();
        UUID framework = signed(started("FRAMEWORK", first));
        UUID agreement = signed(with(started("SPECIFIC", registered()), "parentId", framework.toString()));
        List<Map<String, String>> parties = List.of(
                Map.of("partnerId", first.toString(), "role", "SIGNATORY"),
                Map.of("partnerId", second.toString(), "role", "SIGNATORY"));
        as(second).get(AGREEMENTS + "/" + agreement).then().spec(problem(404, "not-found"));
        act(
                        framework,
                        "amendments",
                        Map.of("reason", "x", "effectiveOn", "2024-01-01", "changes", Map.of("parties", parties)))
                .then()
                .statusCode(201);

        String asOf = AGREEMENTS + "/" + agreement + "?asOf=";
        as(second).get(asOf + "2023-12-31").then().spec(problem(404, "agreement-not-yet"));
        as(second).get(asOf + "2024-01-01").then().statusCode(200).body("asOf", equalTo("2024-01-01"));
        as(first).get(asOf + "2023-12-31").then().statusCode(200);
    }

    @Test
    void aFrameworkShowsTheSeatsThatTheAgreementsUnderItHaveAndUse() {
        UUID federation = registered();
        UUID framework = framework(federation);
        UUID first = signed(under(framework, registered()));
        UUID second = signed(under(framework, registered()));
        drafted(under(framework, registered()));
        String path = AGREEMENTS + "/" + framework;
        String before = officer().get(path).header("ETag");
        used(first, 0, 12);
        used(first, 1, 3);

        for (RequestSpecification reader : List.of(officer(), as(federation), Api.as(Tokens.withRole(Roles.OPS)))) {
            JsonPath seats = reader.get(path).then().statusCode(200).extract().jsonPath();
            assertThat(seats.getList("specificSeats.agreementId", String.class))
                    .containsExactly(first.toString(), second.toString());
            assertThat(seats.getList("specificSeats.number", String.class))
                    .containsExactly(
                            read(first).getString("number"), read(second).getString("number"));
            assertThat(seats.getList("specificSeats.academicYear", String.class))
                    .containsExactly("2026-2027", "2026-2027");
            assertThat(seats.getList("specificSeats.seats", Integer.class)).containsExactly(40, 40);
            assertThat(seats.getList("specificSeats.granted", Integer.class)).containsExactly(15, 0);
            assertThat(seats.getList("specificSeats.used", Integer.class)).containsExactly(15, 0);
        }
        assertThat(officer().get(path).header("ETag")).isNotEqualTo(before);
    }

    @Test
    void aFrameworkShowsTheUsedSeatsOfQuotasThatAnAgreementUnderItNoLongerHas() {
        UUID framework = framework(registered());
        UUID agreement = signed(under(framework, registered()));
        used(agreement, 0, 12);
        amend(agreement, Map.of("seatQuotas", List.of(quota("2026-2027", "DAEU", 10))))
                .then()
                .statusCode(201);
        officer()
                .get(AGREEMENTS + "/" + framework)
                .then()
                .body("specificSeats.seats", contains(10))
                .body("specificSeats.used", contains(12));

        amend(agreement, Map.of("seatQuotas", List.of())).then().statusCode(201);
        officer()
                .get(AGREEMENTS + "/" + framework)
                .then()
                .body("specificSeats.academicYear", contains("2026-2027"))
                .body("specificSeats.seats", contains(0))
                .body("specificSeats.used", contains(12));
    }
}
