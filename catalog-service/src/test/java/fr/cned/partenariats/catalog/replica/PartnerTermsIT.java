package fr.cned.partenariats.catalog.replica;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.replica.PartnerEvents.agreement;
import static fr.cned.partenariats.catalog.replica.PartnerEvents.scope;
import static fr.cned.partenariats.catalog.replica.PartnerEvents.seats;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.specification.RequestSpecification;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The price of an offering for one partner, and the agreement that opens it. */
@CatalogIT
class PartnerTermsIT {

    private static final String IN_FORCE = "'kind': 'SPECIFIC', 'state': 'IN_FORCE'";

    private final String partner = UUID.randomUUID().toString();

    private String training;
    private String offering; // list price 1250 EUR

    @BeforeEach
    void catalogue() {
        training = published(bts("BTS"));
        offering = open(ofTraining(training));
    }

    /** @param fields more fields, as JSON written with apostrophes */
    private String inForce(String fields, String scope) {
        String id = UUID.randomUUID().toString();
        long before = PartnerViews.agreementsOf(partner);
        agreement(id, 1, partner, IN_FORCE + fields, scope);
        await().untilAsserted(
                        () -> assertThat(PartnerViews.agreementsOf(partner)).isEqualTo(before + 1));
        return id;
    }

    /** A request with a weight is not answered from memory. TermsFromMemoryIT tests these answers. */
    private RequestSpecification itself() {
        return Api.as(Tokens.partner(UUID.fromString(partner))).accept("application/json;q=0.9");
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole(Roles.PARTNERSHIP_OFFICER));
    }

    private String list() {
        return "/v1/offerings?trainingId=" + training;
    }

    @Test
    void aPartnerSeesItsPriceAndTheAgreement() {
        String agreement = inForce(", 'title': 'Convention BTS', 'tariff': {'discountPercent': 10.5}", scope(""));

        for (String path : List.of(list(), list() + "&partnerId=" + partner)) {
            itself().get(path)
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(offering))
                    .body("items[0].partnerTerms.price", equalTo(1118.75f))
                    .body("items[0].partnerTerms.currency", equalTo("EUR"))
                    .body("items[0].partnerTerms.agreement.id", equalTo(agreement))
                    .body("items[0].partnerTerms.agreement.number", equalTo("CONV-1"))
                    .body("items[0].partnerTerms.agreement.title", equalTo("Convention BTS"))
                    .body("items[0].partnerTerms.agreement.revision", nullValue())
                    .body("items[0].price.amount", equalTo(1250.0f));
        }
        itself().get("/v1/offerings/" + offering).then().body("partnerTerms.price", equalTo(1118.75f));
        officer()
                .get("/v1/offerings/" + offering + "?partnerId=" + partner)
                .then()
                .body("partnerTerms.agreement.id", equalTo(agreement));
    }

    @Test
    void theCheapestAgreementThatOpensTheOfferingIsShown() {
        inForce(", 'tariff': {'discountPercent': 10}", scope(""));
        String cheapest = inForce(", 'tariff': {'fixedPrice': {'amount': 900, 'currency': 'EUR'}}", scope(""));
        inForce(", 'tariff': {'discountPercent': 90}", "{'families': ['DAEU'], 'trainingCodes': [], 'modalities': []}");
        inForce("", scope(""));

        itself().get(list())
                .then()
                .body("items", hasSize(1))
                .body("items[0].partnerTerms.price", equalTo(900.0f))
                .body("items[0].partnerTerms.agreement.id", equalTo(cheapest));
    }

    /** Otherwise the partner would register under an agreement without a seat, and not learn of the other one. */
    @Test
    void anAgreementWithASeatIsPreferredToACheaperOneWithout() {
        String year = officer().get("/v1/offerings/" + offering).path("academicYear");
        String few = UUID.randomUUID().toString();
        String many = UUID.randomUUID().toString();
        String quotas = ", 'seatQuotas': [{'id': '%s', 'academicYear': '%s', 'family': 'BTS', 'seats': %d},"
                + " {'id': '%s', 'academicYear': '%s', 'seats': 100}]";
        String cheap = inForce(
                ", 'tariff': {'discountPercent': 50}" + quotas.formatted(few, year, 2, UUID.randomUUID(), year),
                scope(""));
        String dear = inForce(
                ", 'tariff': {'discountPercent': 10}" + quotas.formatted(many, year, 5, UUID.randomUUID(), year),
                scope(""));
        terms(cheap, 2);
        String tag = itself().get("/v1/offerings/" + offering).header("ETag");

        seats(few, 1, 2, 1);
        await().untilAsserted(() -> terms(cheap, 1));
        assertThat(itself().get("/v1/offerings/" + offering).header("ETag")).isNotEqualTo(tag);
        seats(few, 2, 2, 2);
        await().untilAsserted(() -> terms(dear, 5));
        seats(many, 1, 5, 5);
        await().untilAsserted(() -> terms(cheap, 0));
        seats(few, 1, 2, 0); // a late event
        seats(many, 2, 5, 4);
        await().untilAsserted(() -> terms(dear, 1));
    }

    private void terms(String agreement, int seatsLeft) {
        itself().get(list())
                .then()
                .body("items[0].partnerTerms.agreement.id", equalTo(agreement))
                .body("items[0].partnerTerms.seatsLeft", equalTo(seatsLeft));
    }

    @Test
    void anOfferingThatNoAgreementOpensHasNoTerms() {
        RegistryMother.network("RITLES");
        String restricted = open(with(ofTraining(training), "restrictedToNetworks", List.of("RITLES")));
        inForce("", "{'families': [], 'trainingCodes': [], 'modalities': ['DISTANCE']}");
        open(with(ofTraining(training), "modality", "HYBRID"));

        assertThat(itself().get(list()).jsonPath().getList("items.partnerTerms.findAll { it != null }"))
                .hasSize(1);
        itself().get("/v1/offerings/" + restricted).then().statusCode(200).body("partnerTerms", nullValue());
        itself().get(list() + "&partnerId=" + partner).then().body("items.id", contains(offering));
    }

    @Test
    void anEndedOfferingIsNotInTheCatalogueOfThePartner() {
        inForce("", scope(""));
        Map<String, Object> lastYear = with(ofTraining(training), "academicYear", "2025-2026");
        String ended = open(with(lastYear, "startsOn", "2025-09-01"));
        OwnerDatabase.execute("update offering set ends_on = date '2026-06-30' where id = ?", UUID.fromString(ended));

        itself().get(list() + "&partnerId=" + partner).then().body("items.id", contains(offering));
        itself().get("/v1/offerings/" + ended).then().statusCode(200).body("partnerTerms", nullValue());
    }

    /** enrollment-service would refuse the enrollment. */
    @Test
    void anAgreementThatEndsBeforeTheOfferingStartsDoesNotOpenIt() {
        LocalDate today = LocalDate.now(ZoneId.of("Europe/Paris"));
        LocalDate starts = today.plusDays(60);
        int year = starts.getYear();
        Map<String, Object> later = with(ofTraining(training), "academicYear", year + "-" + (year + 1));
        later = with(
                with(later, "startsOn", starts.toString()),
                "endsOn",
                starts.plusDays(90).toString());
        String offeringLater = open(later);
        inForce(", 'endsOn': '" + today.plusDays(9) + "', 'tariff': {'discountPercent': 50}", scope(""));
        String path = "/v1/offerings/" + offeringLater;
        itself().get(path).then().statusCode(200).body("partnerTerms", nullValue());
        itself().get(list() + "&academicYear=" + year + "-" + (year + 1) + "&partnerId=" + partner)
                .then()
                .body("items.id", not(hasItem(offeringLater)));

        String longer = inForce(", 'endsOn': '" + starts + "', 'tariff': {'discountPercent': 10}", scope(""));
        itself().get(path)
                .then()
                .body("partnerTerms.agreement.id", equalTo(longer))
                .body("partnerTerms.price", equalTo(1125.0f));
    }

    @Test
    void nobodySeesTheTermsOfAnotherPartner() {
        inForce(", 'tariff': {'discountPercent': 10}", scope(""));
        RequestSpecification other = Api.as(Tokens.partner(UUID.randomUUID()));
        other.get("/v1/offerings/" + offering).then().statusCode(200).body("partnerTerms", nullValue());
        for (String path : List.of("/v1/offerings/" + offering + "?", list() + "&")) {
            Api.as(Tokens.partner(UUID.randomUUID()))
                    .get(path + "partnerId=" + partner)
                    .then()
                    .spec(problem(404, "not-found"));
        }
        for (String role : List.of(Roles.CATALOG_READER, Roles.CATALOG_MANAGER)) {
            Api.as(Tokens.withRole(role))
                    .get(list() + "&partnerId=" + partner)
                    .then()
                    .body("items.id", contains(offering))
                    .body("items[0].partnerTerms", nullValue());
        }
        officer().get(list()).then().body("items[0].partnerTerms", nullValue());
    }

    @Test
    void theTagOfAnOfferingChangesWithTheTerms() {
        String without = itself().get("/v1/offerings/" + offering).header("ETag");
        String agreement = inForce(", 'tariff': {'discountPercent': 10}", scope(""));
        String with = itself().get("/v1/offerings/" + offering).header("ETag");
        assertThat(with).isNotEqualTo(without);
        itself().header("If-None-Match", with)
                .get("/v1/offerings/" + offering)
                .then()
                .statusCode(304);
        agreement(agreement, 2, partner, IN_FORCE + ", 'tariff': {'discountPercent': 20}", scope(""));
        await().untilAsserted(() -> itself().header("If-None-Match", with)
                .get("/v1/offerings/" + offering)
                .then()
                .statusCode(200)
                .body("partnerTerms.price", equalTo(1000.0f)));
        assertThat(officer().get("/v1/offerings/" + offering).header("ETag")).isEqualTo(without);
    }

    /** A row that was read before the tariff was copied would show the list price. */
    @Test
    void anUnknownTariffShowsNoTerms() {
        inForce(", 'tariff': {'discountPercent': 10}", scope(""));
        OwnerDatabase.execute(
                "update agreement_view set number = null, discount_percent = null, quota_ids = null where party_ids @> array[?]",
                UUID.fromString(partner));
        itself().get(list() + "&partnerId=" + partner)
                .then()
                .body("items.id", contains(offering))
                .body("items[0].partnerTerms", nullValue());
    }

    @Test
    void theTermsCostNoFurtherStatement() {
        inForce("", scope(""));
        open(ofTraining(training));
        for (String path : List.of(list(), list() + "&partnerId=" + partner, "/v1/offerings/" + offering)) {
            Map<String, Long> counted =
                    SqlCount.least(() -> itself().get(path).then().statusCode(200));
            assertThat(SqlCount.total(counted)).as(path).isEqualTo(SqlCount.SCOPE + 1);
        }
    }
}
