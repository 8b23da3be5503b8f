package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.Roles.APPRENTICESHIP_HOST;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller limited to one of two sites of its partner: what its requests name, and the rules that see more than it. */
@EnrollmentIT
class SiteScopeIT {

    private World here;
    private World there;

    @BeforeEach
    void onePartnerHasTwoSites() {
        here = Weeks.started().publish();
        there = World.sharingPartnerOf(here);
        there.offeringStarts = here.offeringStarts;
        there.publish();
    }

    private RequestSpecification tutor() {
        return Api.as(here.tokenAt(here.site)).header("Idempotency-Key", UUID.randomUUID());
    }

    private RequestSpecification otherTutor() {
        return Api.as(there.tokenAt(there.site)).header("Idempotency-Key", UUID.randomUUID());
    }

    private RequestSpecification administrator() {
        return Api.as(here.token()).header("Idempotency-Key", UUID.randomUUID());
    }

    @Test
    void aHostLimitedToSitesReadsNoApprentice() {
        String token = Tokens.sign(Tokens.claims("host", APPRENTICESHIP_HOST)
                .claim("partner_id", here.partner.toString())
                .claim("site_ids", List.of(here.site.toString())));
        Api.as(token).get("/v1/apprentices").then().spec(problem(403, "limited-to-sites"));
    }

    private Response enroll(RequestSpecification caller, String members) {
        return caller.body(here.request(members)).post("/v1/enrollments");
    }

    @Test
    void aRegistrationNamesASiteOfTheCaller() {
        for (String site : List.of("", "\"siteId\":\"" + there.site + "\",")) {
            enroll(tutor(), site)
                    .then()
                    .spec(problem(403, "site-outside-scope"))
                    .body("errors.pointer", contains("/siteId"))
                    .body("errors.code", contains("site-outside-scope"));
            tutor().body(here.request(site))
                    .post("/v1/eligibility-checks")
                    .then()
                    .spec(problem(403, "site-outside-scope"));
        }
        String id = enroll(tutor(), "\"siteId\":\"" + here.site + "\",").path("id");
        tutor().get("/v1/enrollments/" + id).then().statusCode(200).body("siteId", equalTo(here.site.toString()));
        tutor().get("/v1/enrollments").then().body("items.id", contains(id));
        otherTutor().get("/v1/enrollments/" + id).then().spec(problem(404, "not-found"));
        otherTutor().get("/v1/enrollments").then().body("items", empty());
    }

    private String again(String student) {
        return """
                {"agreementId":"%s","offeringId":"%s","siteId":"%s",%s}""".formatted(here.agreement, here.offering, here.site, student);
    }

    @Test
    void aStudentOfAnotherSiteCannotBeNamed() {
        String ine = World.ine();
        Response elsewhere = there.enroll(there.request("\"siteId\":\"" + there.site + "\",")
                .replace("\"birthPlace\"", "\"reference\":\"S-1\",\"ine\":\"" + ine + "\",\"birthPlace\""));
        elsewhere.then().statusCode(201);
        String student = elsewhere.path("studentId");
        String enrollment = elsewhere.path("id");

        for (String named : List.of("\"studentId\":\"" + student + "\"", "\"studentReference\":\"S-1\"")) {
            for (String path : List.of("/v1/enrollments", "/v1/eligibility-checks")) {
                tutor().body(again(named)).post(path).then().spec(problem(404, "not-found"));
            }
        }
        Response registered = enroll(tutor(), "\"siteId\":\"" + here.site + "\",");
        registered.then().statusCode(201);
        Response refused = tutor().body(here.request("\"siteId\":\"" + here.site + "\",")
                        .replace("\"birthPlace\"", "\"ine\":\"" + ine + "\",\"birthPlace\""))
                .post("/v1/enrollments");
        refused.then().spec(problem(409, "student-already-registered")).body("existingId", nullValue());
        assertThat(refused.asString()).doesNotContain(student, enrollment);
        String own = registered.path("studentId");
        Response corrected = tutor().contentType("application/merge-patch+json")
                .header("If-Match", "\"0\"")
                .body("{\"ine\":\"" + ine + "\"}")
                .patch("/v1/students/" + own);
        corrected.then().spec(problem(409, "student-already-registered")).body("existingId", nullValue());
        administrator()
                .body(again("\"studentId\":\"" + student + "\""))
                .post("/v1/enrollments")
                .then()
                .statusCode(201);
        tutor().get("/v1/students/" + student).then().statusCode(200);
    }

    /** Two persons may have one identity: the ids of the others stay at their site. */
    @Test
    void aPossibleDuplicateAtAnotherSiteIsNotNamed() {
        String body = here.request("\"siteId\":\"" + here.site + "\",");
        String elsewhere = administrator()
                .body(body.replace(here.site.toString(), there.site.toString()))
                .post("/v1/enrollments")
                .then()
                .statusCode(201)
                .extract()
                .path("studentId");
        String distinct = body.replaceFirst("\\{", "{\"distinctPerson\":true,");

        tutor().body(distinct).post("/v1/eligibility-checks").then().body("possibleDuplicates", empty());
        tutor().body(distinct).post("/v1/enrollments").then().statusCode(201).body("possibleDuplicates", empty());
        administrator()
                .body(distinct)
                .post("/v1/eligibility-checks")
                .then()
                .body("possibleDuplicates", hasItem(elsewhere));
    }

    /** The search reads with the owner's rights; the policies then remove what it found at the other site. */
    @Test
    void aSearchFindsTheEnrollmentsOfTheOwnSite() {
        String mark = World.ine().toLowerCase(Locale.ROOT);
        String own = marked(here, mark);
        String other = marked(there, mark);
        for (String words : List.of(mark, "camille")) {
            String request = "{\"words\":\"" + words + "\"}";
            String path = "/v1/enrollments/searches";
            tutor().body(request).post(path).then().statusCode(200).body("items.id", contains(own));
            administrator().body(request).post(path).then().body("items.id", containsInAnyOrder(own, other));
        }
    }

    private String marked(World world, String mark) {
        String members = "\"siteId\":\"%s\",\"reference\":\"%s-%s\",".formatted(world.site, mark, world.site);
        return administrator()
                .body(world.request(members))
                .post("/v1/enrollments")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void anEnrollmentThatMovesLeavesOneViewAndAppearsInTheOther() {
        String id = here.enrolledAtSite();
        String student = tutor().get("/v1/enrollments/" + id).path("studentId");
        ScheduledChanges.run();
        String path = "/v1/enrollments/" + id;
        String move = "{\"siteId\":%s,\"reason\":\"moved away\"}";

        for (String site : List.of("null", "\"" + there.site + "\"")) {
            tutor().body(move.formatted(site))
                    .post(path + "/site-change")
                    .then()
                    .spec(problem(403, "site-outside-scope"))
                    .body("errors.pointer", contains("/siteId"));
        }
        otherTutor().get("/v1/students/" + student).then().spec(problem(404, "not-found"));
        administrator()
                .body(move.formatted("\"" + there.site + "\""))
                .post(path + "/site-change")
                .then()
                .statusCode(200);

        for (String address : List.of(path, "/v1/students/" + student)) {
            tutor().get(address).then().spec(problem(404, "not-found"));
            otherTutor().get(address).then().statusCode(200);
        }
        tutor().get("/v1/students").then().body("items", empty());
        otherTutor().get("/v1/students").then().body("items.id", contains(student));
        String moved = otherTutor().get(path).asString();
        assertThat(moved).contains("moved away", there.site.toString()).doesNotContain(here.site.toString());
        assertThat(otherTutor().get("/v1/enrollments").asString()).doesNotContain(here.site.toString());
        administrator()
                .get(path)
                .then()
                .body("history[-1].siteChange.from", equalTo(here.site.toString()))
                .body("history[-1].siteChange.to", equalTo(there.site.toString()));
    }

    private static String hours(UUID site, String enrollment, int hours) {
        return "{\"siteId\":\"%s\",\"week\":\"%s\",\"entries\":[{\"enrollmentId\":\"%s\",\"hours\":%d}]}"
                .formatted(site, Weeks.ago(1), enrollment, hours);
    }

    /** Two enrollments of one person: the own one, and that at the other site. */
    private List<String> enrolledAtBothSites() {
        World.execute("update agreement_view set min_weekly_attendance_hours = 10 where id = ?", here.agreement);
        Response enrolled = enroll(administrator(), "\"siteId\":\"" + here.site + "\",");
        String student = enrolled.path("studentId");
        String own = enrolled.path("id");
        String elsewhere = administrator()
                .body("""
                        {"agreementId":"%s","offeringId":"%s","siteId":"%s","studentId":"%s"}""".formatted(there.agreement, there.offering, there.site, student))
                .post("/v1/enrollments")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        ScheduledChanges.run();
        List.of(own, elsewhere).forEach(Weeks::activeForLong);
        return List.of(own, elsewhere);
    }

    /** A person has one week, however many sites: hours that the tutor does not see count. */
    @Test
    void hoursAreDeclaredAtTheOwnSiteAndThoseOfOtherSitesCount() {
        List<String> both = enrolledAtBothSites();
        String own = both.get(0);
        String elsewhere = both.get(1);

        tutor().body(hours(there.site, own, 1)).post("/v1/attendance").then().spec(problem(403, "site-outside-scope"));
        tutor().body(hours(here.site, elsewhere, 1))
                .post("/v1/attendance")
                .then()
                .spec(problem(404, "not-found"));
        tutor().body("{\"siteId\":\"%s\",\"week\":\"%s\",\"reason\":\"holidays\"}".formatted(there.site, Weeks.ago(1)))
                .post("/v1/attendance/site-closures")
                .then()
                .spec(problem(403, "site-outside-scope"));
        otherTutor()
                .body(hours(there.site, elsewhere, 9))
                .post("/v1/attendance")
                .then()
                .statusCode(200);
        tutor().body(hours(here.site, own, 1))
                .post("/v1/attendance")
                .then()
                .statusCode(200)
                .body("entries.enrollmentId", contains(own))
                .body("entries.weekHours", contains(1f))
                .body("entries.expectedHours", contains(10))
                .body("entries.belowThreshold", contains(false));
        administrator()
                .body(hours(here.site, own, 1))
                .post("/v1/attendance")
                .then()
                .body("entries.weekHours", contains(10f));

        tutor().get("/v1/attendance").then().body("items.enrollmentId", contains(own));
        otherTutor().get("/v1/attendance").then().body("items.enrollmentId", contains(elsewhere));
        assertThat(World.number(
                        "select count(*) from attendance_alert where state = 'OPEN' and enrollment_id in (?, ?)",
                        UUID.fromString(own),
                        UUID.fromString(elsewhere)))
                .isZero();
    }

    @Test
    void anAlertNamesNoOtherSiteAndNoneOfItsHours() {
        List<String> both = enrolledAtBothSites();
        otherTutor()
                .body(hours(there.site, both.get(1), 2))
                .post("/v1/attendance")
                .then()
                .statusCode(200);
        tutor().body(hours(here.site, both.get(0), 1))
                .post("/v1/attendance")
                .then()
                .statusCode(200);

        String alerts = "/v1/attendance/alerts?week=" + Weeks.ago(1);
        administrator()
                .get(alerts)
                .then()
                .body("items[0].siteIds", containsInAnyOrder(here.site.toString(), there.site.toString()))
                .body("items[0].hours", equalTo(3f));
        tutor().get(alerts)
                .then()
                .body("items[0].siteIds", contains(here.site.toString()))
                .body("items[0].hours", nullValue());
        assertThat(otherTutor().get(alerts).asString()).doesNotContain(here.site.toString());
        tutor().get(alerts + "&siteId=" + there.site).then().statusCode(200).body("items", empty());
    }

    /** An absence counts for all enrollments of the person. */
    @Test
    void anAbsenceAtAnotherSiteIsNotRecordedAgain() {
        List<String> both = enrolledAtBothSites();
        String path = "/v1/attendance/absences";
        String request = "{\"enrollmentId\":\"%s\",\"week\":\"" + Weeks.ago(1) + "\",\"reason\":\"EXAM\",\"hours\":3}";
        String first = otherTutor()
                .body(request.formatted(both.get(1)))
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        tutor().body(request.formatted(both.get(0)))
                .post(path)
                .then()
                .spec(problem(409, "absence-justified-before"))
                .body("existingId", nullValue());
        administrator()
                .body(request.formatted(both.get(0)))
                .post(path)
                .then()
                .spec(problem(409, "absence-justified-before"))
                .body("existingId", equalTo(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1-1-1-1-1", ""})
    void aMalformedClaimIsRefused(String id) {
        refuse(List.of(here.site.toString(), id));
    }

    @Test
    void moreThanTwoHundredSitesAreRefused() {
        List<String> most = IntStream.range(0, 200)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        Api.as(withSites(most)).get("/v1/enrollments").then().statusCode(200).body("items", empty());
        refuse(Stream.concat(most.stream(), Stream.of(here.site.toString())).toList());
    }

    private void refuse(Object sites) {
        for (String path : List.of("/v1/enrollments", "/v1/students", "/v1/statistics")) {
            Api.as(withSites(sites)).get(path).then().spec(problem(403, "invalid-sites"));
        }
    }

    private String withSites(Object sites) {
        return Tokens.sign(Tokens.claims("tutor", PARTNER)
                .claim("partner_id", here.partner.toString())
                .claim("site_ids", sites));
    }
}
