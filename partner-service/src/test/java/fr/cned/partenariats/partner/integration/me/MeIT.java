package fr.cned.partenariats.partner.integration.me;

import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A partner's program asks who it is and what it can do. */
@PartnerIT
class MeIT {

    private static ValidatableResponse me(UUID partner, String... scopes) {
        return Api.as(Tokens.partnerWithScopes(partner, scopes))
                .get("/v1/me")
                .then()
                .statusCode(200);
    }

    private static String reason(ValidatableResponse me, String operation) {
        return me.extract().path("operations.find { it.operation == '%s' }.reason".formatted(operation));
    }

    @Test
    void aPartnerSeesItsTokenAndItsAgreementsInForce() {
        UUID partner = registered();
        UUID agreement = signed(started("SPECIFIC", partner));
        signed(started("SPECIFIC", registered()));

        ValidatableResponse me = me(partner, "openid", "enrollments:write", "catalog:read");

        me.body("client", equalTo("test-partner-" + partner))
                .body("partner.id", equalTo(partner.toString()))
                .body("partner.kind", equalTo("THIRD_PLACE"))
                .body("partner.state", equalTo("ACTIVE"))
                .body("roles", equalTo(List.of("partner")))
                .body("scopes", equalTo(List.of("catalog:read", "enrollments:write")))
                .body("agreements.id", equalTo(List.of(agreement.toString())))
                .body("rateLimit.requestsPerSecond", equalTo(200))
                .body("rateLimit.burst", equalTo(400));
        assertThat(reason(me, "createEnrollment")).isNull();
        assertThat(reason(me, "listOfferings")).isNull();
        assertThat(reason(me, "createStudent")).isEqualTo("missing-scope");
    }

    @Test
    void whatIsMissingIsNamed() {
        UUID partner = registered();
        assertThat(reason(me(partner, "enrollments:write"), "createEnrollment")).isEqualTo("no-agreement-in-force");
        officer().post("/v1/partners/" + partner + "/suspension").then().statusCode(200);
        ValidatableResponse suspended = me(partner, "enrollments:write", "enrollments:read");
        assertThat(reason(suspended, "createEnrollment")).isEqualTo("partner-suspended");
        assertThat(reason(suspended, "listEnrollments")).isNull();
    }

    @Test
    void theSitesThatLimitTheCallerAreNamed() {
        UUID partner = registered();
        UUID site = UUID.randomUUID();
        ValidatableResponse me =
                Api.as(Tokens.partnerAt(partner, site)).get("/v1/me").then().statusCode(200);

        me.body("siteIds", equalTo(List.of(site.toString())));
        for (String operation : List.of("createApiClient", "createStudent", "importEnrollments")) {
            assertThat(reason(me, operation)).as(operation).isEqualTo("limited-to-sites");
        }
        assertThat(reason(me, "listEnrollments")).isNull();
        me(partner, "enrollments:read").body("siteIds", nullValue());
    }

    @Test
    void aHostSeesItsPartnerButNoAgreement() {
        UUID partner = registered();
        signed(started("SPECIFIC", partner));
        Api.as(Tokens.partnerOnlyWith(partner, "apprenticeship-host"))
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("partner.id", equalTo(partner.toString()))
                .body("roles", equalTo(List.of("apprenticeship-host")))
                .body("agreements", equalTo(List.of()))
                .body("operations", equalTo(List.of()));
    }

    /** Otherwise a client without scopes could not find out that it has none. */
    @Test
    void noScopeIsNecessary() {
        me(registered()).body("scopes", equalTo(List.of()));
    }

    @Test
    void anOfficerActsForNoPartner() {
        Api.as(Tokens.withRole("partnership-officer"))
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("partner", nullValue())
                .body("roles", equalTo(List.of("partnership-officer")))
                .body("agreements", equalTo(List.of()))
                .body("operations", equalTo(List.of()));
    }
}
