package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.enrollment.statistics.StatisticsIT.asPartner;
import static fr.cned.partenariats.enrollment.statistics.StatisticsIT.enrollAtSite;
import static fr.cned.partenariats.enrollment.statistics.StatisticsIT.hosted;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose enrollments a caller counts. */
@EnrollmentIT
class StatisticsScopeIT {

    @Test
    void aFederationCountsItsMembersWithoutTheirAgreementsAndSites() {
        World federation = World.published();
        World member = new World();
        member.partnerMore = ",\"parentId\":\"" + federation.partner + "\"";
        member.publish();
        enrollAtSite(member);
        federation.enrolled();
        World stranger = World.published();
        stranger.enrolled();

        asPartner(federation, "groupBy=partner")
                .body("total.enrollments", is(2))
                .body("items.key", containsInAnyOrder(federation.partner.toString(), member.partner.toString()));
        asPartner(federation, "groupBy=partner")
                .body("total.amounts.agreed", is(900f))
                .body("items.find { it.key == '%s' }.amounts.agreed".formatted(member.partner), is(0f));
        asPartner(federation, "groupBy=agreement,site")
                .body("items.key", contains(federation.agreement.toString(), null))
                .body("items.secondKey", contains(nullValue(), nullValue()));
        asPartner(federation, "partnerId=" + stranger.partner).body("total.enrollments", is(0));
        asPartner(member, "groupBy=agreement")
                .body("total.enrollments", is(1))
                .body("items.key", contains(member.agreement.toString()));
        Api.as(federation.token()).get("/v1/enrollments").then().body("items", hasSize(1));
    }

    @Test
    void aFederationCountsTheClubsUnderItsFrameworkButNotWhatElseTheyDo() {
        World federation = framework();
        federation.enrolled();
        World club = new World();
        club.agreementMore = under(federation);
        enrollAtSite(club.publish());
        World elsewhere = World.sharingPartnerOf(club).publish();
        elsewhere.enrolled();
        World other = framework();

        asPartner(federation, "groupBy=partner")
                .body("total.enrollments", is(2))
                .body("items.key", containsInAnyOrder(federation.partner.toString(), club.partner.toString()))
                .body("items.find { it.key == '%s' }.enrollments".formatted(club.partner), is(1))
                .body("items.find { it.key == '%s' }.amounts.agreed".formatted(club.partner), is(0f))
                .body("total.amounts.agreed", is(900f));
        asPartner(federation, "agreementId=" + club.agreement).body("total.enrollments", is(1));
        asPartner(federation, "agreementId=" + elsewhere.agreement).body("total.enrollments", is(0));
        asPartner(federation, "groupBy=agreement,site")
                .body("items.key", contains(federation.agreement.toString(), null))
                .body("items.secondKey", contains(nullValue(), nullValue()));
        asPartner(club, "groupBy=agreement").body("total.enrollments", is(2));
        asPartner(other, "groupBy=partner").body("total.enrollments", is(0)).body("items", hasSize(0));
        asPartner(other, "partnerId=" + club.partner).body("total.enrollments", is(0));
        Api.as(federation.token()).get("/v1/enrollments").then().body("items", hasSize(1));
        Api.as(federation.token()).get("/v1/students").then().body("items", hasSize(1));
    }

    @Test
    void aFederationCountsEachEnrollmentOfAMemberUnderItsFrameworkOnce() {
        World federation = framework();
        World member = new World();
        member.partnerMore = ",\"parentId\":\"" + federation.partner + "\"";
        member.agreementMore = under(federation);
        member.publish().enrolled();
        World elsewhere = World.sharingPartnerOf(member);
        elsewhere.partnerMore = member.partnerMore;
        elsewhere.publish().enrolled();

        asPartner(federation, "family=BTS").body("total.enrollments", is(2)).body("total.students", is(2));
    }

    /** A former party of the framework counts nothing under it. */
    @Test
    void aPartnerThatLeavesAFrameworkDoesNotCountItsClubs() {
        World federation = framework();
        World club = new World();
        club.agreementMore = under(federation);
        club.publish().enrolled();
        asPartner(federation, "family=BTS").body("total.enrollments", is(1));

        federation.parties = "[{\"partnerId\":\"%s\",\"role\":\"SIGNATORY\"}]".formatted(UUID.randomUUID());
        federation.publishAgain();
        asPartner(federation, "family=BTS").body("total.enrollments", is(0));
    }

    private static World framework() {
        World federation = new World();
        federation.agreementKind = "FRAMEWORK";
        return federation.publish();
    }

    private static String under(World federation) {
        return "\"parentId\":\"%s\",".formatted(federation.agreement);
    }

    @Test
    void aCallerLimitedToSitesCountsTheEnrollmentsThere() {
        World federation = World.published();
        World member = new World();
        member.partnerMore = ",\"parentId\":\"" + federation.partner + "\"";
        enrollAtSite(member.publish());
        World other = World.sharingPartnerOf(federation).publish();
        enrollAtSite(federation);
        enrollAtSite(other);
        federation.enrolled();
        CountedStatistics.refresh();

        for (String filter : List.of("", "&partnerId=" + federation.partner, "&hosted=true")) {
            Api.as(federation.tokenAt(federation.site))
                    .get("/v1/statistics?groupBy=site" + filter)
                    .then()
                    .statusCode(200)
                    .body("total.enrollments", is(1))
                    .body("total.amounts.agreed", is(900f))
                    .body("items.key", contains(federation.site.toString()));
        }
        Api.as(federation.tokenAt(federation.site, other.site))
                .get("/v1/statistics?groupBy=site")
                .then()
                .body("total.enrollments", is(2));
        Api.as(federation.tokenAt(federation.site))
                .get("/v1/statistics?siteId=" + other.site)
                .then()
                .body("total.enrollments", is(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"enrollment-officer", "partnership-officer", "management", "ops"})
    void peopleOfTheCnedCountTheEnrollmentsOfAllPartners(String role) {
        World one = World.published();
        one.enrolled();
        World two = World.published();
        two.enrolled();

        CountedStatistics.refresh();
        for (World world : List.of(one, two)) {
            Api.as(Tokens.withRole(role))
                    .get("/v1/statistics?groupBy=agreement&partnerId=" + world.partner)
                    .then()
                    .statusCode(200)
                    .body("total.enrollments", is(1))
                    .body("items.key", contains(world.agreement.toString()));
        }
    }

    /** No dimension, filter or day leaves out the condition of what the caller may see. */
    @TestFactory
    Stream<DynamicTest> aPartnerCountsItsOwnEnrollmentsWhateverItAsks() {
        String network = "CAMPUS_" + World.ine();
        World other = hosted("BTS", network);
        enrollAtSite(other);
        World world = World.published();
        world.enrolled();
        CountedStatistics.refresh();
        Stream<String> all = Stream.concat(
                Stream.of("limit=100", "asOf=" + World.today(), "state=CONFIRMED", "hosted=false"),
                Stream.of(StatisticsDimension.values()).map(dimension -> "groupBy=" + dimension));
        Stream<String> nothing = Stream.of(
                "partnerId=" + other.partner,
                "agreementId=" + other.agreement,
                "siteId=" + other.site,
                "network=" + network,
                "hosted=true",
                "groupBy=partner,agreement&partnerId=" + other.partner);
        return Stream.concat(
                all.map(query -> counting(world, query, 1)), nothing.map(query -> counting(world, query, 0)));
    }

    private static DynamicTest counting(World world, String query, int enrollments) {
        return DynamicTest.dynamicTest(
                query + " counts " + enrollments,
                () -> Api.as(world.token())
                        .get("/v1/statistics?" + query)
                        .then()
                        .statusCode(200)
                        .body("total.enrollments", is(enrollments)));
    }
}
