package fr.cned.partenariats.commons.testing;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.restassured.builder.ResponseSpecBuilder;
import io.restassured.specification.ResponseSpecification;
import org.hamcrest.Matcher;

/** Specifies problem+json answers: {@code .then().spec(problem(409, "no-seat-left"))}. */
public final class Problems {

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
                .expectBody("type", equalTo("/problems/" + code))
                .expectBody("code", equalTo(code))
                .expectBody("status", equalTo(status))
                .expectBody("title", not(equalTo("")))
                .expectBody("detail", not(equalTo("")))
                .expectBody("traceId", matchesPattern("[0-9a-f]{32}"))
                .expectBody(NOTHING_INTERNAL)
                .build();
    }

    /** An invalid request with this violation among others. */
    public static ResponseSpecification violates(String pointer, String errorCode) {
        return new ResponseSpecBuilder()
                .addResponseSpecification(problem(400, "invalid-request"))
                .expectBody("errors.findAll { it.pointer == '" + pointer + "' }.code", hasItem(errorCode))
                .build();
    }

    /** An invalid request with exactly one violation. */
    public static ResponseSpecification invalid(String pointer, String errorCode) {
        return new ResponseSpecBuilder()
                .addResponseSpecification(problem(400, "invalid-request"))
                .expectBody("errors.size()", equalTo(1))
                .expectBody("errors[0].pointer", equalTo(pointer))
                .expectBody("errors[0].code", equalTo(errorCode))
                .expectBody("errors[0].detail", not(equalTo("")))
                .build();
    }
}
