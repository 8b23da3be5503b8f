package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.Roles.APPRENTICESHIP_HOST;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Training centres, host schools and employers see their apprentices, and nothing else. */
@EnrollmentIT
class ApprenticeIT {

    private static final String PATH = "/v1/apprentices";

    /** La Poste: its establishments need no other check than the sum of their digits. */
    private final String siret = siret();

    private final World centre = new World();
    private final World school = new World();
    private final World employer = new World();
    private final World owner = Weeks.started();
    private String contract = "";
    private String enrollment = "";

    @BeforeEach
    void registerAnApprentice() {
        centre.partnerKind = "APPRENTICE_TRAINING_CENTRE";
        school.partnerKind = "UPPER_SECONDARY_SCHOOL";
        employer.partnerKind = "COMPANY";
        employer.identifiers = "{\"siret\":\"" + siret + "\"}";
        centre.publish();
        school.publish();
        employer.publish();
        owner.apprenticeship = true;
        owner.publish();
        String student =
                World.student().replace("}", ",\"email\":\"a@example.org\",\"situation\":{\"apprentice\":true}}");
        enrollment = owner.enroll("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"student\":%s}"
                        .formatted(owner.agreement, owner.offering, student))
                .path("id");
        Response created = Api.as(owner.token())
                .body("""
                        {"enrollmentId":"%s","employerSiret":"%s","startsOn":"%s","endsOn":"2028-08-31",
                         "trainingCentreId":"%s","hostSchoolId":"%s"}""".formatted(enrollment, siret, Weeks.monday(4), centre.partner, school.partner))
                .post("/v1/apprenticeship-contracts");
        created.then().statusCode(201);
        contract = created.path("id");
        ScheduledChanges.run();
    }

    /** Digits whose sum is a multiple of five; the last one makes it so. */
    private static String siret() {
        String first = "356000000" + World.ine().substring(6, 10);
        int sum = first.chars().map(Character::getNumericValue).sum();
        return first + (10 - sum % 5) % 10;
    }

    @Test
    void theCentreTheSchoolAndTheEmployerSeeTheApprentice() {
        declare(2, "20");
        declare(1, "30");
        declare(5, "7"); // before the contract

        host(school)
                .get(PATH)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].contractId", equalTo(contract))
                .body("items[0].givenNames", equalTo("Camille"))
                .body("items[0].relations", contains("HOST_SCHOOL"))
                .body("items[0].trainingTitle", equalTo("BTS (test)"))
                .body("items[0].startsOn", equalTo(Weeks.monday(4).toString()))
                .body("items[0].endsOn", equalTo("2028-08-31"))
                .body("items[0].enrollmentState", equalTo("ACTIVE"))
                .body("items[0].attendance.week", contains(Weeks.ago(1), Weeks.ago(2)))
                .body("items[0].attendance.hours", contains(30f, 20f));
        host(centre).get(PATH).then().body("items.relations", contains(contains("TRAINING_CENTRE")));
        host(employer).get(PATH).then().body("items.relations", contains(contains("EMPLOYER")));
        host(employer).get(PATH + "/" + contract).then().statusCode(200);
        host(owner).get(PATH).then().body("items", hasSize(0));
    }

    @Test
    void theHoursBeforeATransferAreShownWithTheNewTraining() {
        declare(2, "20");
        World next = World.sharingPartnerOf(owner);
        next.apprenticeship = true;
        next.publish();
        Api.as(owner.token())
                .body("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"reason\":\"better\"}"
                        .formatted(next.agreement, next.offering))
                .post("/v1/enrollments/" + enrollment + "/transfer")
                .then()
                .statusCode(201);

        host(school)
                .get(PATH)
                .then()
                .body("items.enrollmentState", contains("CONFIRMED"))
                .body("items[0].attendance.week", contains(Weeks.ago(2)));
    }

    @Test
    void personalDataBeyondTheNameStaysWithTheOwner() {
        String answer = host(school).get(PATH + "/" + contract).asString();
        assertThat(answer).doesNotContain("birth", "2004-05-06", "Quimperl", "example.org", "ine\"", "price", "amount");
    }

    @Test
    void strangersAndPartnersSeeNothing() {
        Api.as(Tokens.partnerOnlyWith(UUID.randomUUID(), APPRENTICESHIP_HOST))
                .get(PATH + "/" + contract)
                .then()
                .spec(problem(404, "not-found"));
        Api.as(Tokens.partnerOnlyWith(school.partner, PARTNER))
                .get(PATH + "/" + contract)
                .then()
                .spec(problem(403, "forbidden"));
        host(school).get("/v1/apprenticeship-contracts/" + contract).then().spec(problem(403, "forbidden"));
        host(school).get("/v1/enrollments/" + enrollment).then().spec(problem(403, "forbidden"));
    }

    @Test
    void declaredHoursGiveANewEntityTag() {
        Response before = host(school).get(PATH + "/" + contract);
        String tag = before.header("ETag");
        host(school)
                .header("If-None-Match", tag)
                .get(PATH + "/" + contract)
                .then()
                .statusCode(304);
        declare(1, "30");
        host(school)
                .header("If-None-Match", tag)
                .get(PATH + "/" + contract)
                .then()
                .statusCode(200)
                .body("revision", equalTo(before.<Integer>path("revision")));
    }

    @Test
    void theListIsFilteredByDayAndTakesOneStatement() {
        host(school)
                .get(PATH + "?runningOn=" + Weeks.monday(4).minusDays(1))
                .then()
                .body("items", hasSize(0));
        host(school).get(PATH + "?runningOn=" + Weeks.monday(4)).then().body("items", hasSize(1));
        assertThat(SqlCount.total(
                        World.statements(() -> host(school).get(PATH).then().statusCode(200))))
                .isEqualTo(SqlCount.SCOPE + 1);
    }

    @Test
    void apprenticesWithARuptureAreFilteredByTheDayOnWhichItWasSeen() {
        String filter = PATH + "?ruptureSeenFrom=" + World.today();
        host(school).get(filter).then().body("items", hasSize(0));
        Api.as(owner.token())
                .body("{\"rupturedOn\":\"" + World.today() + "\",\"cause\":\"OTHER\"}")
                .post("/v1/apprenticeship-contracts/" + contract + "/rupture")
                .then()
                .statusCode(200);

        host(school)
                .get(filter)
                .then()
                .body("items.contractId", contains(contract))
                .body("items.ruptureSeenOn", contains(World.today().toString()));
    }

    private static RequestSpecification host(World partner) {
        return Api.as(Tokens.partnerOnlyWith(partner.partner, APPRENTICESHIP_HOST));
    }

    private void declare(int weeksAgo, String hours) {
        Api.as(owner.token())
                .body("{\"siteId\":\"%s\",\"week\":\"%s\",\"entries\":[{\"enrollmentId\":\"%s\",\"hours\":%s}]}"
                        .formatted(owner.site, Weeks.ago(weeksAgo), enrollment, hours))
                .post("/v1/attendance")
                .then()
                .statusCode(200);
    }
}
