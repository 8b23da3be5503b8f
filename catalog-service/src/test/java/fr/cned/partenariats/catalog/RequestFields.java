package fr.cned.partenariats.catalog;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.Map;

/** Builds request bodies with one wrong field and checks their refusal. */
public final class RequestFields {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestFields() {}

    public static void assertRefused(ValidatableResponse answer, String code, String pointer) {
        answer.statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("invalid-request"))
                .body("errors.code", hasItem(code))
                .body("errors.pointer", hasItem(pointer));
    }

    /** Replaces one field by JSON that is written with apostrophes. The value "null" removes the field. */
    public static String withField(Map<String, Object> body, String field, String value) throws IOException {
        ObjectNode json = JSON.valueToTree(body);
        if (value.equals("null")) {
            json.remove(field);
            return json.toString();
        }
        json.put(field, "HERE");
        String written = value.equals("'x*300'") ? "'" + "x".repeat(300) + "'" : value;
        return json.toString().replace("\"HERE\"", written.replace('\'', '"'));
    }
}
