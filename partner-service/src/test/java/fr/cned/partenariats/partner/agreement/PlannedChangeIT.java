package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.amend;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.quota;
import static fr.cned.partenariats.partner.agreement.AgreementMother.read;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.agreement.AgreementMother.today;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.Roles;
import fr.cned.partenariats.partner.TestClock;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Changes of agreements that are planned for a later day. */
@PartnerIT
class PlannedChangeIT {

    private static final LocalDate DAY = today().plusDays(40);

    @Inject
    AgreementLifecycleService lifecycle;

    @Test
    void aNewPriceHoldsFromItsDayOn() {
        UUID partner = registered();
        UUID id = signed(with(started("SPECIFIC", partner), "tariff", Map.of("discountPercent", 10)));
        plan(id, amendment(DAY, Map.of("tariff", Map.of("discountPercent", 25))))
                .then()
                .statusCode(200)
                .body("tariff.discountPercent", equalTo(10))
                .body("plannedChanges.kind", contains("AMENDMENT"))
                .body("plannedChanges.state", contains("PLANNED"))
                .body("plannedChanges.effectiveOn", contains(DAY.toString()))
                .body("plannedChanges.plannedBy", contains("test-partnership-officer"))
                .body("plannedChanges[0].changes.tariff.discountPercent", equalTo(25));
        Api.as(Tokens.partner(partner))
                .get("/v1/agreements?plannedChange=PLANNED")
                .then()
                .body("items.id", contains(id.toString()))
                .body("items[0].plannedChanges[0].effectiveOn", equalTo(DAY.toString()));

        runOn(DAY.minusDays(1));
        assertThat(read(id).getInt("tariff.discountPercent")).isEqualTo(10);
        runOn(DAY);
        runOn(DAY);

        JsonPath changed = read(id);
        assertThat(changed.getInt("tariff.discountPercent")).isEqualTo(25);
        assertThat(changed.getInt("lastAmendment")).isEqualTo(1);
        assertThat(changed.getList("plannedChanges")).isNull();
        officer()
                .get("/v1/agreements/" + id + "/amendments/1")
                .then()
                .body("effectiveOn", equalTo(DAY.toString()))
                .body("recordedBy", equalTo("calendar"))
                .body("reason", equalTo("Décision du comité"))
                .body("changes[0].pointer", equalTo("/tariff/discountPercent"));
        officer()
                .get("/v1/agreements/" + id + "?asOf=" + DAY.minusDays(1))
                .then()
                .body("tariff.discountPercent", equalTo(10));
        officer()
                .queryParam("objectId", id.toString())
                .get("/v1/audit/partner")
                .then()
                .body("items[0].operation", equalTo("calendar"));
        await().untilAsserted(() -> assertThat(TestTopics.read("partner.agreements.v1", id.toString()))
                .extracting(event -> JsonPath.from(event.value()).getInt("tariff.discountPercent"))
                .last()
                .isEqualTo(25));
        assertThat(TestTopics.read("partner.agreements.v1", id.toString()))
                .extracting(event -> JsonPath.from(event.value()).getInt("tariff.discountPercent"))
                .containsOnlyOnce(25);
    }

    @Test
    void aSuspensionEndsOnThePlannedDayAndATerminationFollows() {
        UUID id = signed(started("SPECIFIC", registered()));
        plan(id, change("TERMINATION", DAY.plusDays(20))).then().statusCode(200);
        plan(id, change("SUSPENSION", DAY)).then().statusCode(200);
        plan(id, change("RESUMPTION", DAY.plusDays(10)))
                .then()
                .statusCode(200)
                .body("plannedChanges.kind", contains("SUSPENSION", "RESUMPTION", "TERMINATION"));

        runOn(DAY);
        assertThat(read(id).getString("state")).isEqualTo("SUSPENDED");
        assertThat(read(id).getString("stateReason")).isEqualTo("Décision du comité");
        runOn(DAY.plusDays(30)); // the calendar was late
        JsonPath ended = read(id);
        assertThat(ended.getString("state")).isEqualTo("TERMINATED");
        assertThat(ended.getString("stateSince")).isEqualTo(DAY.plusDays(20).toString());
        assertThat(actions(id)).endsWith("SUSPENDED", "RESUMED", "TERMINATED");
        assertThat(readAsOf(id, DAY.plusDays(15)).getString("state")).isEqualTo("IN_FORCE");
    }

    @Test
    void fourCalendarsAtOnceMakeAChangeOnce() throws Exception {
        UUID id = signed(started("SPECIFIC", registered()));
        plan(id, amendment(DAY, Map.of("minWeeklyAttendanceHours", 7))).then().statusCode(200);
        TestClock.setTo(DAY);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> run = () -> {
                lifecycle.applyDueTransitions();
                return null;
            };
            for (Future<Void> done : pool.invokeAll(List.of(run, run, run, run))) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }
        runOn(DAY); // when the agreement was locked in the first runs
        assertThat(actions(id)).containsOnlyOnce("AMENDED");
        assertThat(read(id).getInt("lastAmendment")).isEqualTo(1);
    }

    /** A kill between the change and its commit leaves what an error of the database leaves. */
    @Test
    void aChangeThatWasNotCommittedIsMadeByTheNextRun() {
        UUID id = signed(started("SPECIFIC", registered()));
        plan(id, amendment(DAY, Map.of("minWeeklyAttendanceHours", 7))).then().statusCode(200);
        OwnerDatabase.execute(
                "alter table agreement_history add constraint stop check (action <> 'AMENDED') not valid");
        try {
            runOn(DAY);
        } finally {
            OwnerDatabase.execute("alter table agreement_history drop constraint stop");
        }
        assertThat(read(id).getList("plannedChanges.state")).isEqualTo(List.of("PLANNED"));
        runOn(DAY);
        assertThat(actions(id)).containsOnlyOnce("AMENDED");
        assertThat(read(id).getInt("minWeeklyAttendanceHours")).isEqualTo(7);
    }

    @Test
    void aWithdrawnChangeDoesNotHappenAndTheHistoryKeepsTheReason() {
        UUID id = signed(started("SPECIFIC", registered()));
        String changeId = plan(id, change("TERMINATION", DAY))
                .then()
                .statusCode(200)
                .extract()
                .path("plannedChanges[0].id");
        withdraw(id, changeId, Map.of()).then().statusCode(400).body("errors[0].pointer", equalTo("/reason"));
        withdraw(id, changeId, Map.of("reason", "Accord trouvé"))
                .then()
                .statusCode(200)
                .body("plannedChanges", nullValue());
        withdraw(id, changeId, Map.of("reason", "Accord trouvé"))
                .then()
                .statusCode(404)
                .body("code", equalTo("no-planned-change"));

        runOn(DAY);
        assertThat(read(id).getString("state")).isEqualTo("IN_FORCE");
        officer()
                .get("/v1/agreements/" + id + "/history")
                .then()
                .body("items[-2].action", equalTo("CHANGE_PLANNED"))
                .body("items[-2].planned.kind", equalTo("TERMINATION"))
                .body("items[-1].action", equalTo("CHANGE_WITHDRAWN"))
                .body("items[-1].reason", equalTo("Accord trouvé"))
                .body("items[-1].planned.id", equalTo(changeId))
                .body("items[-1].planned.effectiveOn", equalTo(DAY.toString()));
    }

    @Test
    void aSecondChangeForTheSameDayIsRefused() {
        UUID id = signed(started("SPECIFIC", registered()));
        String first = plan(id, change("SUSPENSION", DAY)).path("plannedChanges[0].id");
        plan(id, amendment(DAY, Map.of("minWeeklyAttendanceHours", 7)))
                .then()
                .statusCode(409)
                .body("code", equalTo("change-already-planned"))
                .body("existingId", equalTo(first))
                .body("detail", containsString("SUSPENSION"));
        plan(id, amendment(DAY.plusDays(1), Map.of("minWeeklyAttendanceHours", 7)))
                .then()
                .statusCode(200);
    }

    @Test
    void anInvalidPlanIsRefused() {
        UUID id = signed(with(
                started("SPECIFIC", registered()), "endsOn", DAY.plusDays(100).toString()));
        refused(plan(id, change("SUSPENSION", today())), "/effectiveOn", "date-not-in-future");
        refused(plan(id, change("SUSPENSION", DAY.plusDays(101))), "/effectiveOn", "after-end-of-agreement");
        refused(plan(id, change("AMENDMENT", DAY)), "/changes", "required");
        refused(
                plan(id, with(change("SUSPENSION", DAY), "changes", Map.of("endsOn", "2099-01-01"))),
                "/changes",
                "unknown-field");
        refused(plan(id, with(change("TERMINATION", DAY), "enrollments", "KEEP")), "/enrollments", "unknown-field");
        refused(plan(id, amendment(DAY, Map.of("startsOn", "2022-09-01"))), "/changes", "nothing-changed");
        refused(plan(id, amendment(DAY, Map.of("state", "EXPIRED"))), "/changes/state", "unknown-field");
        refused(
                plan(id, amendment(DAY, Map.of("startsOn", DAY.plusDays(1).toString()))),
                "/changes/startsOn",
                "date-in-future");
        refused(
                plan(
                        id,
                        with(
                                amendment(DAY, Map.of("endsOn", "2099-01-01")),
                                "signedOn",
                                Map.of("value", today().plusYears(1).toString(), "precision", "YEAR"))),
                "/signedOn/value",
                "date-in-future");
        plan(id, change("TERMINATION", DAY)).then().statusCode(200);
        refused(plan(id, change("SUSPENSION", DAY.plusDays(1))), "/effectiveOn", "after-end-of-agreement");

        UUID draft = drafted(started("SPECIFIC", registered()));
        plan(draft, change("SUSPENSION", DAY)).then().statusCode(409).body("code", equalTo("agreement-not-signed"));
        act(draft, "termination", Map.of("reason", "test")).then().statusCode(200);
        plan(draft, change("SUSPENSION", DAY)).then().statusCode(409).body("code", equalTo("agreement-ended"));
    }

    @Test
    void anAmendmentIsJudgedWithTheTermsThatEarlierOnesLeave() {
        UUID id = signed(started("SPECIFIC", registered()));
        plan(id, amendment(DAY, Map.of("endsOn", DAY.plusDays(50).toString())))
                .then()
                .statusCode(200);
        refused(plan(id, change("SUSPENSION", DAY.plusDays(60))), "/effectiveOn", "after-end-of-agreement");
        plan(id, amendment(DAY.plusDays(10), Map.of("endsOn", DAY.plusDays(90).toString())))
                .then()
                .statusCode(200);
        plan(id, change("SUSPENSION", DAY.plusDays(60))).then().statusCode(200);
        runOn(DAY.plusDays(60));
        assertThat(read(id).getString("state")).isEqualTo("SUSPENDED");
        assertThat(read(id).getString("endsOn")).isEqualTo(DAY.plusDays(90).toString());
    }

    @Test
    void aPlannedAmendmentIsJudgedByTheQuotasThatEarlierOnesLeave() {
        Map<String, Object> body = started("SPECIFIC", registered());
        body.put("seatQuotas", List.of(quota("2026-2027", "BTS", 30)));
        UUID id = signed(body);
        List<Map<String, Object>> known = read(id).getList("seatQuotas");
        List<Map<String, Object>> next = List.of(quota("2026-2027", "BTS", 40), quota("2026-2027", "DAEU", 5));
        plan(id, amendment(DAY, Map.of("seatQuotas", next))).then().statusCode(200);
        refused(plan(id, amendment(DAY.plusDays(1), Map.of("seatQuotas", next))), "/changes", "nothing-changed");
        plan(id, amendment(DAY.plusDays(1), Map.of("seatQuotas", known))).then().statusCode(200);

        plan(id, amendment(DAY.plusDays(2), Map.of("seatQuotas", List.of())))
                .then()
                .statusCode(200);
        refused(
                plan(id, amendment(DAY.plusDays(3), Map.of("seatQuotas", known))),
                "/changes/seatQuotas/0/id",
                "unknown-seat-quota");
        runOn(DAY.plusDays(1));
        assertThat(read(id).getList("seatQuotas")).isEqualTo(known);
    }

    @Test
    void aPartnerThatAnEarlierPlannedAmendmentRemovesMustBeAbleToSignToJoinAgain() {
        UUID staying = registered();
        UUID leaving = registered();
        UUID id = signed(started("SPECIFIC", staying, leaving));
        plan(id, with(amendment(DAY, Map.of("parties", parties(staying))), "enrollments", "CANCEL"))
                .then()
                .statusCode(200);
        officer().post("/v1/partners/" + leaving + "/suspension").then().statusCode(200);

        plan(id, amendment(DAY.plusDays(1), Map.of("parties", parties(staying, leaving))))
                .then()
                .statusCode(409)
                .body("code", equalTo("agreement-not-signable"))
                .body("errors[0].pointer", equalTo("/changes/parties/1/partnerId"));
    }

    private static List<Map<String, String>> parties(UUID... partners) {
        return Stream.of(partners)
                .map(partner -> Map.of("partnerId", partner.toString(), "role", "SIGNATORY"))
                .toList();
    }

    @Test
    void aChangeThatTheAgreementRefusesOnItsDayIsShownAsFailedAndStopsNoOther() {
        UUID partner = registered();
        UUID ended = signed(started("SPECIFIC", partner));
        UUID other = signed(started("SPECIFIC", registered()));
        plan(ended, amendment(DAY, Map.of("minWeeklyAttendanceHours", 7)))
                .then()
                .statusCode(200);
        plan(other, change("SUSPENSION", DAY)).then().statusCode(200);
        act(ended, "termination", Map.of("reason", "Fin anticipée")).then().statusCode(200);

        runOn(DAY);
        runOn(DAY);

        assertThat(read(other).getString("state")).isEqualTo("SUSPENDED");
        assertThat(actions(ended)).endsWith("TERMINATED", "CHANGE_FAILED");
        officer()
                .header("Accept-Language", "fr")
                .get("/v1/agreements/" + ended)
                .then()
                .body("state", equalTo("TERMINATED"))
                .body("plannedChanges[0].state", equalTo("FAILED"))
                .body("plannedChanges[0].failureCode", equalTo("agreement-ended"))
                .body("plannedChanges[0].failure", containsString("résiliée"));
        for (String reader : List.of(Tokens.partner(partner), Tokens.withRole(Roles.OPS))) {
            Api.as(reader)
                    .get("/v1/agreements/" + ended)
                    .then()
                    .body("plannedChanges[0].state", equalTo("FAILED"))
                    .body("plannedChanges[0].failureCode", nullValue())
                    .body("plannedChanges[0].failure", nullValue());
        }
        String changeId = read(ended).getString("plannedChanges[0].id");
        officer().get("/v1/agreements?plannedChange=FAILED").then().body("items.id", hasItem(ended.toString()));
        withdraw(ended, changeId, Map.of("reason", "Sans objet")).then().statusCode(200);
        officer().get("/v1/agreements?plannedChange=FAILED").then().body("items.id", not(hasItem(ended.toString())));
    }

    @Test
    void aFrameworkThatCannotBeLoweredOnTheDayKeepsItsSeats() {
        Map<String, Object> body = started("FRAMEWORK", registered());
        body.put("seatQuotas", List.of(quota("2026-2027", "BTS", 100)));
        UUID framework = signed(body);
        plan(framework, amendment(DAY, Map.of("seatQuotas", List.of(quota("2026-2027", "BTS", 50)))))
                .then()
                .statusCode(200);
        UUID specific = signed(specificWith(framework, 60));

        runOn(DAY);
        JsonPath shown = read(framework);
        assertThat(shown.getInt("seatQuotas[0].seats")).isEqualTo(100);
        assertThat(shown.getString("plannedChanges[0].failureCode")).isEqualTo("ceiling-below-specifics");
        assertThat(read(specific).getInt("seatQuotas[0].seats")).isEqualTo(60);
    }

    @Test
    void aFrameworkAndItsSpecificAgreementAreTerminatedOnOneDay() {
        UUID framework = signed(started("FRAMEWORK", registered()));
        UUID specific = signed(with(started("SPECIFIC", registered()), "parentId", framework.toString()));
        plan(framework, change("TERMINATION", DAY)).then().statusCode(200);
        plan(specific, change("TERMINATION", DAY)).then().statusCode(200);
        runOn(DAY);
        assertThat(read(framework).getString("state")).isEqualTo("TERMINATED");
        assertThat(read(specific).getString("state")).isEqualTo("TERMINATED");
    }

    @Test
    void aPartyLeavesOnThePlannedDayWithTheDecisionOnItsEnrollments() {
        UUID staying = registered();
        UUID leaving = registered();
        UUID id = signed(started("SPECIFIC", staying, leaving));
        Map<String, Object> removal = amendment(DAY, Map.of("parties", parties(staying)));
        refused(plan(id, removal), "/enrollments", "enrollments-decision-required");
        plan(id, with(removal, "enrollments", "CANCEL")).then().statusCode(200);

        String path = "/v1/agreements/" + id;
        runOn(DAY.minusDays(1));
        Api.as(Tokens.partner(leaving)).get(path).then().statusCode(200);
        runOn(DAY);
        Api.as(Tokens.partner(leaving)).get(path).then().statusCode(404);
        await().untilAsserted(() -> assertThat(TestTopics.read("partner.agreements.v1", id.toString()))
                .extracting(event -> JsonPath.from(event.value()).getString("formerParties[0].leftOn"))
                .last()
                .isEqualTo(DAY.toString()));
    }

    @Test
    void anAgreementListsAtMostTwentyPlannedChanges() {
        UUID id = signed(started("SPECIFIC", registered()));
        for (int i = 0; i < PlannedChanges.MOST; i++) {
            plan(id, change("SUSPENSION", DAY.plusDays(i))).then().statusCode(200);
        }
        plan(id, change("SUSPENSION", DAY.plusDays(30)))
                .then()
                .statusCode(409)
                .body("code", equalTo("too-many-planned-changes"));
    }

    @Test
    void anImmediateAmendmentLeavesThePlan() {
        UUID id = signed(with(started("SPECIFIC", registered()), "tariff", Map.of("discountPercent", 10)));
        plan(id, amendment(DAY, Map.of("tariff", Map.of("discountPercent", 25))))
                .then()
                .statusCode(200);
        amend(id, Map.of("minWeeklyAttendanceHours", 7)).then().statusCode(201);
        runOn(DAY);
        assertThat(read(id).getInt("tariff.discountPercent")).isEqualTo(25);
        assertThat(read(id).getInt("minWeeklyAttendanceHours")).isEqualTo(7);
    }

    private static Map<String, Object> specificWith(UUID framework, int seats) {
        Map<String, Object> specific = started("SPECIFIC", registered());
        specific.put("parentId", framework.toString());
        specific.put("seatQuotas", List.of(quota("2026-2027", "BTS", seats)));
        return specific;
    }

    private static Map<String, Object> change(String kind, LocalDate day) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("kind", kind);
        change.put("effectiveOn", day.toString());
        change.put("reason", "Décision du comité");
        return change;
    }

    private static Map<String, Object> amendment(LocalDate day, Map<String, ?> changes) {
        return with(change("AMENDMENT", day), "changes", changes);
    }

    private static Response plan(UUID id, Map<String, Object> change) {
        return act(id, "planned-changes", change);
    }

    private static Response withdraw(UUID id, String changeId, Map<String, String> body) {
        return act(id, "planned-changes/" + changeId + "/withdrawal", body);
    }

    private void runOn(LocalDate day) {
        TestClock.setTo(day);
        lifecycle.applyDueTransitions();
    }

    private static List<String> actions(UUID id) {
        return officer().get("/v1/agreements/" + id + "/history").jsonPath().getList("items.action");
    }

    private static JsonPath readAsOf(UUID id, LocalDate day) {
        return officer().get("/v1/agreements/" + id + "?asOf=" + day).jsonPath();
    }

    private static void refused(Response answer, String pointer, String code) {
        answer.then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code));
    }
}
