package fr.cned.partenariats.commons.testing;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.builder.ResponseSpecBuilder;
import io.restassured.specification.ResponseSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hamcrest.FeatureMatcher;
import org.hamcrest.Matcher;

/**
 * Specifies problem+json answers: {@code .then().spec(problem(409, "no-seat-left"))}. It reads them with Jackson: REST
 * Assured compiles a Groovy script for each path of each answer.
 */
public final class Problems {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Matcher<String> NOTHING_INTERNAL = allOf(
            not(containsString("Exception")),
            not(containsString("java.")),
            not(containsString("fr.cned")),
            not(containsString("select ")));

    private Problems() {}

    public static ResponseSpecification problem(int status, String code) {
        return new ResponseSpecBuilder()
                .expectStatusCode(status)
                .expectHeader("Content-Type", equalTo("application/problem+json"))
                .expectHeader("Cache-Control", equalTo("no-store"))
                .expectBody(text("type", matchesPattern("(https?://[^/]+)?/problems/" + code))) // OEAPI: absolute
                .expectBody(text("code", equalTo(code)))
                .expectBody(json("status", problem -> problem.path("status"), equalTo(IntNode.valueOf(status))))
                .expectBody(text("title", not(equalTo(""))))
                .expectBody(text("detail", not(equalTo(""))))
                .expectBody(text("traceId", matchesPattern("[0-9a-f]{32}")))
                .expectBody(NOTHING_INTERNAL)
                .build();
    }

    /** An invalid request with this violation among others. */
    public static ResponseSpecification violates(String pointer, String errorCode) {
        return new ResponseSpecBuilder()
                .addResponseSpecification(problem(400, "invalid-request"))
                .expectBody(json("codes at " + pointer, problem -> codesAt(pointer, problem), hasItem(errorCode)))
                .build();
    }

    /** An invalid request with exactly one violation. */
    public static ResponseSpecification invalid(String pointer, String errorCode) {
        return new ResponseSpecBuilder()
                .addResponseSpecification(problem(400, "invalid-request"))
                .expectBody(json(
                        "number of errors", problem -> problem.path("errors").size(), equalTo(1)))
                .expectBody(json("codes at " + pointer, problem -> codesAt(pointer, problem), hasItem(errorCode)))
                .expectBody(json("detail of the error", Problems::detailOfTheError, not(equalTo(""))))
                .build();
    }

    private static List<String> codesAt(String pointer, JsonNode problem) {
        List<String> codes = new ArrayList<>();
        for (JsonNode error : problem.path("errors")) {
            if (error.path("pointer").asText().equals(pointer)) {
                codes.add(error.path("code").asText());
            }
        }
        return codes;
    }

    private static String detailOfTheError(JsonNode problem) {
        return problem.path("errors").path(0).path("detail").asText();
    }

    private static Matcher<String> text(String field, Matcher<? super String> expected) {
        return json(field, problem -> problem.path(field).asText(), expected);
    }

    /** Matches a body whose feature is as expected. */
    private static <T> Matcher<String> json(String name, Function<JsonNode, T> feature, Matcher<? super T> expected) {
        return new FeatureMatcher<String, T>(expected, name, name) {
            @Override
            protected T featureValueOf(String body) {
                return feature.apply(read(body));
            }
        };
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
