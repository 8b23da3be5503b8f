package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@PartnerIT
class AgreementChangesIT {

    private static final String FEED = "/v1/agreements/changes";

    @Test
    void aPartnerBeginsWithItsAgreementsAndFollowsTheirChanges() {
        UUID partner = registered();
        UUID first = drafted(started("SPECIFIC", partner));
        UUID second = drafted(started("SPECIFIC", partner));
        drafted(started("SPECIFIC", registered()));

        JsonPath page = changes(partner, "?limit=1");
        assertThat(page.getList("items.id", String.class)).containsExactly(first.toString());
        assertThat(page.getBoolean("more")).isTrue();
        act(first, "signature", Map.of()).then().statusCode(200);
        JsonPath rest = changes(partner, "?cursor=" + page.getString("next"));
        assertThat(rest.getList("items.id", String.class)).containsExactly(second.toString());

        await().untilAsserted(() -> {
            JsonPath changed = changes(partner, "?cursor=" + rest.getString("next"));
            assertThat(changed.getString("items.find { it.id == '" + first + "' }.state"))
                    .isEqualTo("IN_FORCE");
            assertThat(changed.getBoolean("more")).isFalse();
        });
    }

    /** All sites share the agreements. */
    @Test
    void aCallerLimitedToSitesFollowsTheAgreementsOfItsPartner() {
        UUID partner = registered();
        UUID id = drafted(started("SPECIFIC", partner));
        String tutor = Tokens.partnerAt(partner, UUID.randomUUID());
        JsonPath page = changes(tutor, "");
        assertThat(page.getList("items.id", String.class)).containsExactly(id.toString());

        act(id, "signature", Map.of()).then().statusCode(200);
        await().untilAsserted(() -> assertThat(changes(tutor, "?cursor=" + page.getString("next"))
                        .getString("items.find { it.id == '" + id + "' }.state"))
                .isEqualTo("IN_FORCE"));
    }

    @Test
    void anAmendmentThatRemovesAPartyIsATombstoneForItOnly() {
        UUID stays = registered();
        UUID leaves = registered();
        UUID id = signed(started("SPECIFIC", stays, leaves));
        String ofStaying = now(stays);
        String ofLeaving = now(leaves);

        act(
                        id,
                        "amendments",
                        Map.of(
                                "reason",
                                "Avenant (test)",
                                "enrollments",
                                "KEEP",
                                "changes",
                                Map.of("parties", List.of(Map.of("partnerId", stays.toString(), "role", "SIGNATORY")))))
                .then()
                .statusCode(201);

        await().untilAsserted(() -> {
            JsonPath left = changes(leaves, "?cursor=" + ofLeaving);
            assertThat(left.getList("items")).isEmpty();
            assertThat(left.getList("removed.id", String.class)).containsExactly(id.toString());
            assertThat(left.getList("removed.reason", String.class)).containsExactly("NOT_VISIBLE");
        });
        JsonPath stayed = changes(stays, "?cursor=" + ofStaying);
        assertThat(stayed.getList("items.id", String.class)).containsExactly(id.toString());
        assertThat(stayed.getList("removed")).isEmpty();
        assertThat(changes(leaves, "").getList("items")).isEmpty();
    }

    @Test
    void aChangeOfTheFrameworkShowsTheAgreementsUnderIt() {
        UUID partner = registered();
        UUID framework = signed(started("FRAMEWORK", registered()));
        UUID specific = signed(with(started("SPECIFIC", partner), "parentId", framework.toString()));
        String cursor = now(partner);

        amend(framework, Map.of("tariff", Map.of("discountPercent", 15))).then().statusCode(201);

        await().untilAsserted(() -> assertThat(changes(partner, "?cursor=" + cursor)
                        .getFloat("items.find { it.id == '" + specific + "' }.effective.tariff.discountPercent"))
                .isEqualTo(15f));
    }

    @Test
    void anItemIsTheAgreementAsItsOwnAddressShowsIt() {
        String cursor = officer().get(FEED + "?cursor=now").path("next");
        UUID id = signed(started("SPECIFIC", registered(), registered()));

        await().untilAsserted(() -> assertThat(officer()
                        .get(FEED + "?limit=1000&cursor=" + cursor)
                        .jsonPath()
                        .<Object>getList("items.findAll { it.id == '" + id + "' }"))
                .containsExactly(read(id).getMap("")));
    }

    @Test
    void anAgreementWithoutPartiesIsInTheFeedOfOfficers() {
        String cursor = officer().get(FEED + "?cursor=now").path("next");
        UUID template = drafted(Map.of("kind", "TEMPLATE"));

        await().untilAsserted(() -> assertThat(officer()
                        .get(FEED + "?limit=1000&cursor=" + cursor)
                        .jsonPath()
                        .getList("items.id", String.class))
                .contains(template.toString()));
    }

    @Test
    void aCursorOfAnotherPartnerIsRefused() {
        UUID partner = registered();
        String cursor = now(partner);
        Api.as(Tokens.partner(registered()))
                .get(FEED + "?cursor=" + cursor)
                .then()
                .spec(problem(400, "invalid-cursor"));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit-out-of-range",
        "limit=1001, limit-out-of-range",
        "cursor=broken, invalid-cursor",
        "since=0, unknown-parameter"
    })
    void anInvalidParameterIsRefused(String query, String code) {
        officer().get(FEED + "?" + query).then().spec(problem(400, code));
    }

    /** The entries, the agreements with their frameworks, the usage of their seats. */
    @Test
    void aPageIsThreeStatements() {
        UUID partner = registered();
        String cursor = now(partner);
        UUID framework = signed(started("FRAMEWORK", partner));
        drafted(with(started("SPECIFIC", partner), "parentId", framework.toString()));
        await().untilAsserted(
                        () -> assertThat(changes(partner, "?cursor=" + cursor).getList("items"))
                                .hasSize(2));

        Map<String, Long> counts = SqlCount.least(() -> changes(partner, "?cursor=" + cursor));
        counts.keySet().removeIf(text -> text.contains("pg_catalog."));
        assertThat(SqlCount.total(counts)).as("%s", counts).isEqualTo(SqlCount.SCOPE + 3);
    }

    private static String now(UUID partner) {
        return changes(partner, "?cursor=now").getString("next");
    }

    private static JsonPath changes(UUID partner, String query) {
        return changes(Tokens.partner(partner), query);
    }

    private static JsonPath changes(String token, String query) {
        return Api.as(token).get(FEED + query).then().statusCode(200).extract().jsonPath();
    }
}
