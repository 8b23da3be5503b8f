package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who pays the price of an enrollment, which is 900 EUR here; REGION is no payer of the agreement. */
@EnrollmentIT
class PayerIT {

    private static final String OPCO = "\"fundings\":[{\"kind\":\"OPCO\",\"funder\":\"Afdas\",\"amount\":900}],";

    private final World world = new World();

    @BeforeEach
    void publish() {
        world.fundings = Stream.of("INDIVIDUAL", "OPCO", "EMPLOYER", "PARTNER")
                .map("{\"kind\":\"%s\",\"state\":\"AVAILABLE\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        world.publish();
    }

    @Test
    void theRestOfAPartialApprovalIsPaidByTheStudent() {
        Response pending = world.enroll(world.request(OPCO));

        post(
                        pending,
                        "/partial-approval",
                        "{\"amount\":650.50,\"rest\":{\"kind\":\"INDIVIDUAL\"},\"reason\":\"capped\"}")
                .statusCode(200)
                .body("state", equalTo("CONFIRMED"))
                .body("holdUntil", nullValue())
                .body("fundings.kind", contains("OPCO", "INDIVIDUAL"))
                .body("fundings.amount", contains(650.5f, 249.5f))
                .body("fundings.state", everyItem(equalTo("APPROVED")))
                .body("history.to", contains("PENDING_FUNDING", "PENDING_FUNDING", "CONFIRMED"))
                .body("history[1].reason", equalTo("capped"))
                .body("history[1].fundings.kind", contains("OPCO"))
                .body("history[1].fundings.amount", contains(900))
                .body("history[1].fundings.state", contains("REQUESTED"))
                .body("history[2].fundings", nullValue());
        assertThat(world.seat()).containsEntry("used", 1L);
    }

    @Test
    void anEmployerThatTakesOverTheRestStillDecides() {
        Response pending = world.enroll(world.request(OPCO));

        String rest = post(
                        pending,
                        "/partial-approval",
                        "{\"amount\":600,\"rest\":{\"kind\":\"EMPLOYER\",\"funder\":\"Naval\"},\"reason\":\"capped\"}")
                .statusCode(200)
                .body("state", equalTo("PENDING_FUNDING"))
                .body("holdUntil", notNullValue())
                .body("fundings.state", contains("APPROVED", "REQUESTED"))
                .extract()
                .path("fundings[1].id");
        officer()
                .post("/v1/enrollments/" + pending.path("id") + "/funding-lines/" + rest + "/approval")
                .then()
                .statusCode(200)
                .body("state", equalTo("CONFIRMED"));
    }

    @Test
    void aPartialApprovalOfTheWholeLineIsAnApproval() {
        Response pending = world.enroll(world.request(OPCO));

        post(pending, "/partial-approval", "{\"amount\":900,\"rest\":{\"kind\":\"INDIVIDUAL\"},\"reason\":\"all\"}")
                .statusCode(200)
                .body("state", equalTo("CONFIRMED"))
                .body("fundings", hasSize(1));
    }

    @Test
    void aChangeOfPayerKeepsTheSeatOfAConfirmedStudent() {
        Response confirmed = world.enroll();
        confirmed.then().body("state", equalTo("CONFIRMED"));

        post(
                        confirmed,
                        "/payer-change",
                        "{\"payer\":{\"kind\":\"OPCO\",\"funder\":\"Afdas\"},\"amount\":300,\"reason\":\"found an OPCO\"}")
                .statusCode(200)
                .body("state", equalTo("CONFIRMED"))
                .body("fundings.kind", contains("INDIVIDUAL", "OPCO"))
                .body("fundings.amount", contains(600f, 300f))
                .body("fundings[1].state", equalTo("APPROVED"))
                .body("fundings[1].decidedBy", equalTo("test-enrollment-officer"))
                .body("history[1].from", equalTo("CONFIRMED"))
                .body("history[1].to", equalTo("CONFIRMED"))
                .body("history[1].reason", equalTo("found an OPCO"));
        assertThat(world.seat()).containsEntry("used", 1L);
        assertThat(world.place()).containsEntry("used", 1L);
    }

    @Test
    void aPayerThatNeedsNoApprovalSettlesPendingFunding() {
        Response pending = world.enroll(world.request(OPCO));

        post(pending, "/payer-change", "{\"payer\":{\"kind\":\"INDIVIDUAL\"},\"reason\":\"the OPCO is late\"}")
                .statusCode(200)
                .body("state", equalTo("CONFIRMED"))
                .body("holdUntil", nullValue())
                .body("fundings.kind", contains("INDIVIDUAL"))
                .body("fundings.amount", contains(900f));
    }

    @Test
    void moreThanTheLineTheSamePayerAndAnUnacceptedPayerAreRefused() {
        Response pending = world.enroll(world.request(OPCO));

        post(pending, "/partial-approval", "{\"amount\":900.01,\"rest\":{\"kind\":\"INDIVIDUAL\"},\"reason\":\"x\"}")
                .spec(problem(409, "amount-above-line"))
                .body("errors.pointer", contains("/amount"));
        post(pending, "/payer-change", "{\"payer\":{\"kind\":\"INDIVIDUAL\"},\"amount\":901,\"reason\":\"x\"}")
                .spec(problem(409, "amount-above-line"));
        post(pending, "/payer-change", "{\"payer\":{\"kind\":\"OPCO\",\"funder\":\"Afdas\"},\"reason\":\"x\"}")
                .spec(problem(409, "payer-unchanged"))
                .body("errors.pointer", contains("/payer"));
        post(pending, "/payer-change", "{\"payer\":{\"kind\":\"REGION\"},\"reason\":\"x\"}")
                .spec(problem(409, "funding-not-accepted"))
                .body("errors.pointer", contains("/payer/kind"));
        post(pending, "/payer-change", "{\"payer\":{\"kind\":\"INDIVIDUAL\"},\"amount\":0,\"reason\":\"x\"}")
                .spec(invalid("/amount", "out-of-range"));
        post(pending, "/payer-change", "{\"reason\":\"x\"}").spec(invalid("/payer", "required"));
        post(pending, "/payer-change", "{\"payer\":{\"kind\":\"INDIVIDUAL\"}}").spec(invalid("/reason", "required"));
        read(pending).body("revision", is(0));
    }

    @Test
    void anApprovedLineIsNotApprovedInPartAndAnEndedEnrollmentKeepsItsPayers() {
        Response confirmed = world.enroll();

        post(confirmed, "/partial-approval", "{\"amount\":1,\"rest\":{\"kind\":\"PARTNER\"},\"reason\":\"x\"}")
                .spec(problem(409, "funding-line-decided"));
        Api.as(world.token())
                .body("{\"reason\":\"moved\"}")
                .post("/v1/enrollments/" + confirmed.path("id") + "/cancellation")
                .then()
                .statusCode(200);
        post(confirmed, "/payer-change", "{\"payer\":{\"kind\":\"PARTNER\"},\"reason\":\"x\"}")
                .spec(problem(409, "enrollment-state-unfit"));
        officer()
                .body("{\"payer\":{\"kind\":\"PARTNER\"},\"reason\":\"x\"}")
                .post("/v1/enrollments/" + confirmed.path("id") + "/funding-lines/" + world.site + "/payer-change")
                .then()
                .spec(problem(404, "not-found"));
    }

    @Test
    void anErasureForgetsTheNamesOfEarlierFunders() {
        Response pending = world.enroll(world.request(OPCO));
        post(pending, "/payer-change", "{\"payer\":{\"kind\":\"INDIVIDUAL\"},\"reason\":\"late\"}")
                .body("history[1].fundings.funder", contains("Afdas"));
        officer()
                .body("{\"reason\":\"moved\"}")
                .post("/v1/enrollments/" + pending.path("id") + "/cancellation")
                .then()
                .statusCode(200);
        officer()
                .post("/v1/students/" + pending.path("studentId") + "/erasure")
                .then()
                .statusCode(200);
        read(pending)
                .body("history[1].fundings.amount", contains(900))
                .body("history[1].fundings[0].funder", nullValue());
    }

    @Test
    void theSumsOfAnAgreementAreThoseOfItsLines() {
        Response half = world.enroll(world.request(
                "\"fundings\":[{\"kind\":\"OPCO\",\"amount\":400},{\"kind\":\"INDIVIDUAL\",\"amount\":500}],"));
        world.enrolled();
        Response refused = world.enroll(world.request(OPCO));
        post(refused, "/refusal", "{\"reason\":\"no budget\"}").statusCode(200);
        Response cancelled = world.enroll();
        Api.as(world.token())
                .body("{\"reason\":\"moved\"}")
                .post("/v1/enrollments/" + cancelled.path("id") + "/cancellation")
                .then()
                .statusCode(200);
        half.then().statusCode(201);
        Response mistaken = world.enroll(world.request(OPCO));
        post(mistaken, "/refusal", "{\"reason\":\"no budget\"}").statusCode(200);
        officer()
                .body("{\"reason\":\"entered twice\"}")
                .post("/v1/enrollments/" + mistaken.path("id") + "/annulment")
                .then()
                .statusCode(200);

        sums(world.token())
                .statusCode(200)
                .body("payers.kind", contains("INDIVIDUAL", "OPCO"))
                .body("payers.amounts.agreed", contains(1400f, 400f))
                .body("payers.amounts.approved", contains(1400f, 0f))
                .body("payers.amounts.waiting", contains(0f, 400f))
                .body("payers.amounts.refused", contains(0f, 900f))
                .body("total.agreed", is(1800f))
                .body("total.approved", is(1400f))
                .body("total.waiting", is(400f))
                .body("total.refused", is(900f));
        sums(Tokens.withRole("management")).statusCode(200).body("total.agreed", is(1800f));
        sums(World.published().token()).spec(problem(404, "not-found"));
        Api.as(world.token()).get("/v1/fundings/amounts").then().spec(invalid("/agreementId", "required"));
    }

    @Test
    void theAccountsReadEachLineAndFollowItsChanges() {
        String cursor = officer()
                .get("/v1/fundings/accounts.csv?cursor=now")
                .then()
                .statusCode(200)
                .extract()
                .header("Next-Cursor");
        Response pending = world.enroll(world.request(OPCO));
        String id = pending.path("id");
        post(pending, "/partial-approval", "{\"amount\":600,\"rest\":{\"kind\":\"INDIVIDUAL\"},\"reason\":\"capped\"}")
                .statusCode(200);

        await().untilAsserted(() -> assertThat(rowsOf(id, cursor))
                .satisfiesExactly(
                        row -> assertThat(row).contains(";OPCO;Afdas;600.00;APPROVED;", ";CONFIRMED;", ";900.00;"),
                        row -> assertThat(row).contains(";INDIVIDUAL;;300.00;APPROVED;")));
        assertThat(rowsOf("inscription", cursor)).singleElement().asString().contains("payeur;financeur;montant");
    }

    private List<String> rowsOf(String start, String from) {
        List<String> rows = new ArrayList<>();
        String cursor = from;
        boolean more = true;
        while (more) {
            Response page = officer()
                    .header("Accept-Language", "fr")
                    .get("/v1/fundings/accounts.csv?limit=1000&cursor=" + cursor);
            page.then().statusCode(200);
            page.asString()
                    .replace("\uFEFF", "")
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .forEach(rows::add);
            cursor = page.header("Next-Cursor");
            more = Boolean.parseBoolean(page.header("More"));
        }
        return rows;
    }

    private ValidatableResponse sums(String token) {
        return Api.as(token)
                .get("/v1/fundings/amounts?agreementId=" + world.agreement)
                .then();
    }

    private static ValidatableResponse post(Response enrollment, String action, String body) {
        return officer()
                .body(body)
                .post("/v1/enrollments/" + enrollment.path("id") + "/funding-lines/" + enrollment.path("fundings[0].id")
                        + action)
                .then();
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    private static ValidatableResponse read(Response enrollment) {
        return officer().get("/v1/enrollments/" + enrollment.path("id")).then().statusCode(200);
    }
}
