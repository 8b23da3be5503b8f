package fr.cned.partenariats.enrollment.enrollment.adaptation;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commercial adaptation changes the price of an enrollment within the agreement's tariff, which is 900 EUR here. */
@EnrollmentIT
class PriceChangeIT {

    private final World world = new World();

    @BeforeEach
    void publish() {
        world.adaptations = "[\"EXAM_ELSEWHERE\",\"REDUCED_PRICE\"]";
        world.agreementMore = "\"commercialAdaptations\":[\"REDUCED_PRICE\"],";
        world.publish();
    }

    @Test
    void theApprovedPriceReplacesTheFundingLinesAndTheHistoryKeepsTheReason() {
        String id = athlete("");

        Response approved = approve(id, """
                {"amount":600,"reason":"training camp abroad",
                 "fundings":[{"kind":"OPCO","funder":"Afdas","amount":400.50},{"kind":"INDIVIDUAL","amount":199.50}]}""");

        approved.then()
                .statusCode(201)
                .body("price", is(600f))
                .body("priceBefore", is(900f))
                .body("priceReason", equalTo("training camp abroad"))
                .body("startsOn", equalTo(world.offeringStarts));
        read(id).body("revision", is(1))
                .body("state", equalTo("CONFIRMED"))
                .body("fundings.kind", contains("OPCO", "INDIVIDUAL"))
                .body("fundings.amount", contains(400.5f, 199.5f))
                .body("fundings.state", everyItem(equalTo("APPROVED")))
                .body("history", hasSize(2))
                .body("history[1].from", equalTo("CONFIRMED"))
                .body("history[1].to", equalTo("CONFIRMED"))
                .body("history[1].price", is(600f))
                .body("history[1].reason", equalTo("training camp abroad"))
                .body("history[0].price", nullValue());
    }

    @Test
    void withoutLinesTheStudentPaysAndPendingFundingIsSettled() {
        String id = athlete("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],");

        approve(id, "{\"amount\":0.01,\"reason\":\"sponsored\"}").then().statusCode(201);

        read(id).body("state", equalTo("CONFIRMED"))
                .body("holdUntil", nullValue())
                .body("fundings.kind", contains("INDIVIDUAL"));
    }

    @Test
    void aPriceOfZeroHasNoFundingLines() {
        String id = athlete("");

        approve(id, "{\"amount\":0,\"reason\":\"sponsored\"}")
                .then()
                .statusCode(201)
                .body("price", is(0f));

        read(id).body("fundings", hasSize(0));
    }

    @Test
    void aPriceAboveTheTariffOrWithWrongLinesIsRefusedWithTheClause() {
        String id = athlete("");

        approve(id, "{\"amount\":900.01,\"reason\":\"x\",\"fundings\":[{\"kind\":\"REGION\",\"amount\":1}]}")
                .then()
                .spec(problem(409, "price-above-tariff"))
                .body("errors.code", contains("price-above-tariff", "funding-not-accepted", "funding-sum-mismatch"))
                .body("errors.pointer", contains("/price/amount", "/price/fundings", "/price/fundings"))
                .body("errors.clause", contains("tariff", "fundings", "tariff"));
        approve(id, "{\"amount\":-1,\"reason\":\"x\"}").then().spec(invalid("/price/amount", "out-of-range"));
        approve(id, "{\"amount\":1}").then().spec(invalid("/price/reason", "required"));
        read(id).body("revision", is(0)).body("fundings[0].amount", is(900f));
    }

    @Test
    void aPedagogicalAdaptationChangesNoPrice() {
        String id = athlete("");

        Api.as(Tokens.withRole("enrollment-officer"))
                .body("{\"code\":\"EXAM_ELSEWHERE\",\"price\":{\"amount\":1,\"reason\":\"x\"}}")
                .post("/v1/enrollments/" + id + "/adaptations")
                .then()
                .spec(problem(409, "adaptation-not-commercial"))
                .body("errors.pointer", contains("/price"));
    }

    private static Response approve(String enrollment, String price) {
        return Api.as(Tokens.withRole("enrollment-officer"))
                .body("{\"code\":\"REDUCED_PRICE\",\"price\":" + price + "}")
                .post("/v1/enrollments/" + enrollment + "/adaptations");
    }

    private String athlete(String more) {
        Response answer = world.enroll(world.request(more)
                .replace("\"Quimperlé\"}", "\"Quimperlé\",\"situation\":{\"highLevelAthlete\":true}}"));
        answer.then().statusCode(201);
        return answer.path("id");
    }

    private ValidatableResponse read(String id) {
        return Api.as(world.token()).get("/v1/enrollments/" + id).then().statusCode(200);
    }
}
