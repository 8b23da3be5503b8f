package fr.cned.partenariats.catalog.replica;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.replica.PartnerEvents.agreement;
import static fr.cned.partenariats.catalog.replica.PartnerEvents.inForce;
import static fr.cned.partenariats.catalog.replica.PartnerEvents.scope;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What depends on a partner is answered from memory for a moment, to callers of this partner only. */
@CatalogIT
class TermsFromMemoryIT {

    private static final String TERMS_OF_LIST = "items[0].partnerTerms";

    /** 0.5 s, and the time of a read on a busy machine. */
    private static final Duration SOON = Duration.ofMillis(900);

    private final UUID partner = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final String token = Tokens.partner(partner);
    private final String tokenOfOther = Tokens.partner(other);
    private final String officer = Tokens.withRole(Roles.PARTNERSHIP_OFFICER);
    private String agreement;
    private String agreementOfOther;
    private String offering;
    private String list;
    private String ofPartner;
    private String trainings;

    @BeforeEach
    void anOfferingThatAgreementsOpenToTwoPartners() {
        String training = published(bts("BTS (conditions)"));
        offering = "/v1/offerings/" + open(ofTraining(training));
        list = "/v1/offerings?trainingId=" + training;
        ofPartner = list + "&partnerId=" + partner;
        trainings = "/v1/trainings?q=" + training + "&partnerId=" + partner;
        agreement = inForce(partner.toString(), scope(""));
        agreementOfOther = inForce(other.toString(), scope(""));
        await().untilAsserted(() -> {
            assertThat(PartnerViews.agreementsOf(partner.toString())).isEqualTo(1);
            assertThat(PartnerViews.agreementsOf(other.toString())).isEqualTo(1);
        });
    }

    private static String read(String token, String path) {
        return Api.as(token).get(path).then().statusCode(200).extract().asString();
    }

    @Test
    void repeatedReadsNeedNoStatement() {
        for (String path : List.of(offering, list, ofPartner, trainings)) {
            assertThat(SqlCount.least(() -> read(token, path))).as(path).isEmpty();
        }
        for (String path : List.of(offering + "?partnerId=" + partner, ofPartner, trainings)) {
            assertThat(SqlCount.least(() -> read(officer, path))).as(path).isEmpty();
        }
    }

    @Test
    void anAnswerFromMemoryIsForTheCachesOfItsCallerOnly() {
        for (int i = 0; i < 3; i++) {
            for (String path : List.of(offering, list)) {
                Api.as(token)
                        .get(path)
                        .then()
                        .statusCode(200)
                        .header("Cache-Control", "private, no-cache")
                        .header("Vary", "Authorization");
            }
        }
    }

    /** Without the check against the contract, which is slower than the answers and would serialize them. */
    @Test
    void twoPartnersThatReadAtTheSameTimeGetTheirOwnTerms() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (String path : List.of(offering, list)) {
                done.add(callers.submit(() -> readOften(token, path, agreement, agreementOfOther)));
                done.add(callers.submit(() -> readOften(tokenOfOther, path, agreementOfOther, agreement)));
            }
            for (Future<?> caller : done) {
                caller.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static void readOften(String token, String path, String own, String others) {
        for (int i = 0; i < 1_000; i++) {
            String answer = RestAssured.given()
                    .header("Authorization", "Bearer " + token)
                    .get(path)
                    .asString();
            assertThat(answer).contains(own).doesNotContain(others);
        }
    }

    @Test
    void anAnswerIsNotSharedWithCallersOfOtherPartnersRolesOrScopes() {
        for (int i = 0; i < 5; i++) {
            assertThat(read(token, list)).contains(agreement);
            assertThat(read(token, ofPartner)).contains(agreement);
            assertThat(read(officer, ofPartner)).contains(agreement);
            assertThat(read(officer, ofPartner.replace(partner.toString(), other.toString())))
                    .contains(agreementOfOther)
                    .doesNotContain(agreement);

            Api.as(Tokens.partner(UUID.randomUUID())).get(list).then().body(TERMS_OF_LIST, nullValue());
            Api.as(officer).get(list).then().body(TERMS_OF_LIST, nullValue());
            Api.as(Tokens.withRole(Roles.CATALOG_READER))
                    .get(ofPartner)
                    .then()
                    .body("items", hasSize(1))
                    .body(TERMS_OF_LIST, nullValue());
            Api.as(tokenOfOther).get(ofPartner).then().spec(problem(404, "not-found"));
            Api.as(Tokens.partnerWithScopes(partner, "enrollments:read"))
                    .get(list)
                    .then()
                    .spec(problem(403, "missing-scope"));
            Api.as(Tokens.withRole(Roles.PARTNER)).get(list).then().spec(problem(403, "no-tenant"));
        }
    }

    @Test
    void anAmendedAgreementIsSeenWithinHalfASecond() {
        read(token, list);
        read(token, offering);
        OwnerDatabase.execute(
                "update agreement_view set discount_percent = 20, revision = 2 where id = ?",
                UUID.fromString(agreement));
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            Api.as(token).get(list).then().body(TERMS_OF_LIST + ".price", equalTo(1000.0f));
            Api.as(token).get(offering).then().body("partnerTerms.price", equalTo(1000.0f));
        });
    }

    @Test
    void anAgreementThatEndsEndsTheTerms() {
        for (String path : List.of(list, ofPartner, offering, trainings)) {
            read(token, path);
        }
        agreement(agreement, 2, partner.toString(), "'kind': 'SPECIFIC', 'state': 'TERMINATED'", scope(""));
        await().untilAsserted(() -> {
            Api.as(token).get(list).then().body(TERMS_OF_LIST, nullValue());
            Api.as(token).get(ofPartner).then().body("items", empty());
            Api.as(token).get(offering).then().body("partnerTerms", nullValue());
            Api.as(officer).get(trainings).then().body("items", empty());
        });
        assertThat(read(tokenOfOther, list)).contains(agreementOfOther);
    }

    @Test
    void aChangedOfferingIsShownAtOnce() {
        read(token, list);
        read(token, offering);
        Api.as(Tokens.withRole(Roles.CATALOG_MANAGER))
                .post(offering + "/closure")
                .then()
                .statusCode(200);
        Api.as(token).get(list).then().body("items[0].state", equalTo("CLOSED"));
        Api.as(token).get(offering).then().body("state", equalTo("CLOSED"));
    }

    /** {@code Tokens.partner} names the client after the partner. */
    @Test
    void aRevokedClientAndAClosedPartnerAreRefused() {
        String third = Tokens.sign(Tokens.claims("a-third-one", Roles.PARTNER).claim("partner_id", partner.toString()));
        read(token, list);
        PartnerEvents.partner(partner, 1, "ACTIVE", "[\"test-partner-" + partner + "\"]");
        await().untilAsserted(() -> {
            read(third, list); // the answer stays in memory
            Api.as(token).get(list).then().spec(problem(401, "invalid-token"));
        });
        PartnerEvents.partner(partner, 2, "CLOSED");
        await().untilAsserted(() -> Api.as(third).get(list).then().spec(problem(403, "partner-closed")));
        Api.as(third).get(offering).then().spec(problem(403, "partner-closed"));
        assertThat(read(tokenOfOther, list)).contains(agreementOfOther);
    }
}
