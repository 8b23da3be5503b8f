package fr.cned.partenariats.catalog.replica;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.replica.PartnerEvents.agreement;
import static fr.cned.partenariats.catalog.replica.PartnerEvents.inForce;
import static fr.cned.partenariats.catalog.replica.PartnerEvents.site;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.concours;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.specification.RequestSpecification;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@CatalogIT
class PartnerFilterIT {

    /** Limits the requests to the trainings of one test. */
    private String provider;

    private final String partner = UUID.randomUUID().toString();

    private String btsCode;
    private String btsId;
    private String masterId;

    @BeforeEach
    void catalogue() {
        provider = RegistryMother.partner();
        RegistryMother.network("CAMPUS_CONNECTES");
        RegistryMother.network("RITLES");
        Map<String, Object> bts = bts("BTS");
        btsCode = (String) bts.get("code");
        btsId = publish(bts);
        masterId = publish(with(with(bts("Master"), "family", "MASTER"), "modalities", List.of("ON_SITE")));
        publish(concours("Concours"));
        draft(with(bts("Brouillon"), "providerIds", List.of(provider)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'families': [], 'trainingCodes': [], 'modalities': []                    | BTS,Master,Concours",
                "'families': ['BTS'], 'trainingCodes': [], 'modalities': []               | BTS",
                "'families': ['BTS', 'CONCOURS'], 'trainingCodes': [], 'modalities': []   | BTS,Concours",
                "'families': ['DAEU'], 'trainingCodes': ['THE-BTS'], 'modalities': []     | BTS",
                "'families': ['MASTER'], 'trainingCodes': ['THE-BTS'], 'modalities': []   | BTS,Master",
                "'families': [], 'trainingCodes': [], 'modalities': ['HYBRID']            | BTS",
                "'families': [], 'trainingCodes': [], 'modalities': ['ON_SITE','HYBRID']  | BTS,Master",
                "'families': ['MASTER'], 'trainingCodes': [], 'modalities': ['HYBRID']    | ",
                "'families': [], 'trainingCodes': [], 'modalities': [], 'maxLevel': 5     | BTS,Concours",
                "'families': [], 'trainingCodes': [], 'modalities': [], 'minLevel': 6     | Master,Concours",
                "'families': [], 'trainingCodes': [], 'modalities': [], 'minLevel': 5, 'maxLevel': 7 | BTS,Master,Concours",
            })
    void theFilterFollowsTheScopeOfTheAgreement(String scope, String titles) {
        inForce(partner, "{" + scope.replace("THE-BTS", btsCode) + "}");
        awaitAgreements(partner, 1);

        assertThat(String.join(",", titles(officer(), partner))).isEqualTo(titles == null ? "" : titles);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'kind': 'SPECIFIC', 'state': 'DRAFT'",
                "'kind': 'SPECIFIC', 'state': 'SIGNED'",
                "'kind': 'SPECIFIC', 'state': 'SUSPENDED'",
                "'kind': 'SPECIFIC', 'state': 'EXPIRED'",
                "'kind': 'SPECIFIC', 'state': 'TERMINATED'",
                "'kind': 'SPECIFIC', 'state': 'RENEWED'",
                "'kind': 'TEMPLATE', 'state': 'IN_FORCE'",
                "'kind': 'SPECIFIC', 'state': 'IN_FORCE', 'endsOn': 'YESTERDAY'",
                "'kind': 'SPECIFIC', 'state': 'IN_FORCE', 'startsOn': 'TOMORROW'",
            })
    void onlyAnAgreementInForceTodayCovers(String fields) {
        String dated = fields.replace("YESTERDAY", today().minusDays(1).toString())
                .replace("TOMORROW", today().plusDays(1).toString());
        agreement(UUID.randomUUID().toString(), 1, partner, dated, PartnerEvents.scope(""));
        awaitAgreements(partner, 1);

        assertThat(titles(officer(), partner)).isEmpty();
    }

    @Test
    void anAgreementCoversOnItsFirstAndLastDay() {
        String dated = "'kind': 'FRAMEWORK', 'state': 'IN_FORCE', 'startsOn': '%s', 'endsOn': '%s'"
                .formatted(today(), today());
        agreement(UUID.randomUUID().toString(), 1, partner, dated, PartnerEvents.scope(""));
        awaitAgreements(partner, 1);

        assertThat(titles(officer(), partner)).hasSize(3);
    }

    @Test
    void theScopesOfSeveralAgreementsAddUp() {
        inForce(partner, "{'families': ['BTS'], 'trainingCodes': [], 'modalities': []}");
        inForce(partner, "{'families': ['MASTER'], 'trainingCodes': [], 'modalities': ['ON_SITE']}");
        awaitAgreements(partner, 2);

        assertThat(titles(officer(), partner)).containsExactly("BTS", "Master");
    }

    @Test
    void aPartnerMayFilterByItselfOnly() {
        inForce(partner, PartnerEvents.scope(""));
        awaitAgreements(partner, 1);
        RequestSpecification itself = Api.as(Tokens.partner(UUID.fromString(partner)));
        String another = UUID.randomUUID().toString();

        assertThat(titles(itself, partner)).hasSize(3);
        for (String path : List.of("/v1/trainings", "/v1/trainings/facets", "/v1/offerings")) {
            Api.as(Tokens.partner(UUID.fromString(partner)))
                    .get(path + "?partnerId=" + another)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("not-found"));
        }
    }

    @Test
    void facetsFollowThePartnerFilter() {
        inForce(partner, "{'families': ['BTS'], 'trainingCodes': [], 'modalities': []}");
        awaitAgreements(partner, 1);

        officer()
                .get("/v1/trainings/facets?partnerId=" + partner + "&providerId=" + provider)
                .then()
                .body("facets.family.value", equalTo(List.of("BTS")));
    }

    @Test
    void repeatedAndOlderEventsChangeNothing() {
        String id = UUID.randomUUID().toString();
        String inForce = "'kind': 'SPECIFIC', 'state': 'IN_FORCE'";
        agreement(id, 3, partner, inForce, "{'families': ['BTS'], 'trainingCodes': [], 'modalities': []}");
        agreement(id, 2, partner, "'kind': 'SPECIFIC', 'state': 'SUSPENDED'", PartnerEvents.scope(""));
        agreement(id, 3, partner, inForce, "{'families': ['BTS'], 'trainingCodes': [], 'modalities': []}");
        agreement(id, 1, partner, "'kind': 'SPECIFIC', 'state': 'SIGNED'", PartnerEvents.scope(""));
        PartnerViews.awaitConsumed(id);

        assertThat(titles(officer(), partner)).containsExactly("BTS");
        agreement(id, 4, partner, "'kind': 'SPECIFIC', 'state': 'TERMINATED'", PartnerEvents.scope(""));
        await().untilAsserted(() -> assertThat(titles(officer(), partner)).isEmpty());
    }

    @Test
    void offeringsFollowTheModalitiesOfTheAgreement() {
        String distance = open(ofTraining(btsId));
        open(with(ofTraining(btsId), "modality", "HYBRID"));
        open(with(ofTraining(masterId), "modality", "ON_SITE"));
        inForce(partner, "{'families': ['BTS'], 'trainingCodes': [], 'modalities': ['DISTANCE']}");
        awaitAgreements(partner, 1);

        assertThat(offerings(partner)).containsExactly(distance);
    }

    @Test
    void aRestrictedOfferingNeedsASiteWithTheNetworkLabelToday() {
        String forAll = open(ofTraining(btsId));
        String restricted =
                open(with(ofTraining(btsId), "restrictedToNetworks", List.of("CAMPUS_CONNECTES", "RITLES")));
        inForce(partner, PartnerEvents.scope(""));
        awaitAgreements(partner, 1);
        String site = UUID.randomUUID().toString();

        site(site, 1, partner, label("DIGITALES_ACADEMIES", null, null));
        site(UUID.randomUUID().toString(), 1, UUID.randomUUID().toString(), label("CAMPUS_CONNECTES", null, null));
        await().untilAsserted(() -> assertThat(PartnerViews.sitesOf(partner)).isEqualTo(1));
        assertThat(offerings(partner)).containsExactly(forAll);

        site(site, 2, partner, label("CAMPUS_CONNECTES", today(), today()));
        await().untilAsserted(() -> assertThat(offerings(partner)).containsExactly(forAll, restricted));
        site(site, 3, partner, label("CAMPUS_CONNECTES", null, today().minusDays(1)));
        await().untilAsserted(() -> assertThat(offerings(partner)).containsExactly(forAll));
        site(site, 4, partner, label("RITLES", today().minusDays(9), null));
        await().untilAsserted(() -> assertThat(offerings(partner)).containsExactly(forAll, restricted));
        site(site, 5, partner, label("RITLES", today().plusDays(1), null));
        await().untilAsserted(() -> assertThat(offerings(partner)).containsExactly(forAll));
    }

    private static String label(String network, LocalDate from, LocalDate to) {
        return "[{'networkId': '%s', 'networkCode': '%s'%s%s}]"
                .formatted(
                        UUID.randomUUID(),
                        network,
                        from == null ? "" : ", 'labelledFrom': '" + from + "'",
                        to == null ? "" : ", 'labelledTo': '" + to + "'");
    }

    private String publish(Map<String, Object> training) {
        return published(with(training, "providerIds", List.of(provider)));
    }

    private List<String> titles(RequestSpecification as, String partnerId) {
        return as.get("/v1/trainings?partnerId=" + partnerId + "&providerId=" + provider)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.title", String.class);
    }

    private List<String> offerings(String partnerId) {
        return officer()
                .get("/v1/offerings?partnerId=" + partnerId + "&trainingId=" + btsId + "&trainingId=" + masterId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.id", String.class);
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole(Roles.PARTNERSHIP_OFFICER));
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneId.of("Europe/Paris"));
    }

    private static void awaitAgreements(String partner, int count) {
        await().untilAsserted(
                        () -> assertThat(PartnerViews.agreementsOf(partner)).isEqualTo(count));
    }
}
