package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Validates answers against the contract of the Open Education API 6.0, which is no part of the project. */
public final class OeapiContract {

    private static final File FILE =
            Path.of("../../shared/standards/oeapi-6.0.yaml").toFile();

    private OeapiContract() {}

    private static final class Document {
        static final JsonNode NODE = read();

        private static JsonNode read() {
            try {
                return new YAMLMapper().readTree(FILE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Validates the answer to a GET.
     *
     * @param template the path of the contract, such as {@code /programmes/{programmeId}}
     */
    public static void assertValid(String template, Response answer) {
        answer.then().statusCode(200);
        if (isThere()) {
            JsonNode schema = Document.NODE
                    .path("paths")
                    .path(template)
                    .at("/get/responses/200/content/application~1json/schema");
            assertThat(schema.isMissingNode()).as(template).isFalse();
            assertThat(faults(schema, answer)).as(template).isEmpty();
        }
    }

    /**
     * Reads and validates all pages of a list, and checks that no id occurs twice.
     *
     * @param template as for {@link #assertValid}
     * @param id the field of an item that has its id
     * @return the items by their ids
     */
    public static Map<String, JsonNode> all(
            String template, Supplier<RequestSpecification> caller, String path, String id, int pageSize) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        String size = path + (path.contains("?") ? "&" : "?") + "pageSize=" + pageSize;
        boolean more = true;
        for (int number = 1; more; number++) {
            Response answer = caller.get().get(size + "&pageNumber=" + number);
            assertValid(template, answer);
            JsonNode page = Api.json(answer);
            assertThat(page.path("pageNumber").asInt()).isEqualTo(number);
            assertThat(page.path("hasPreviousPage").asBoolean()).isEqualTo(number > 1);
            for (JsonNode item : page.path("items")) {
                assertThat(found.put(item.path(id).asText(), item)).isNull();
            }
            more = page.path("hasNextPage").asBoolean();
        }
        return found;
    }

    public static void assertValidProblem(Response answer) {
        if (isThere()) {
            String schema = answer.statusCode() == 406 ? "ProblemVersionNotAcceptable" : "Problem";
            assertThat(faults(Document.NODE.at("/components/schemas/" + schema), answer))
                    .as(answer.asString())
                    .isEmpty();
        }
    }

    /** The schemas do not list the values of an enumeration that can be extended. */
    public static void assertInEnumeration(String schema, Collection<String> values) {
        if (isThere()) {
            List<String> listed = new ArrayList<>();
            Document.NODE
                    .at("/components/schemas/" + schema + "/x-ooapi-extensible-enum")
                    .forEach(value -> listed.add(value.asText()));
            assertThat(listed).as(schema).isNotEmpty();
            assertThat(values).as(schema).allMatch(value -> value.startsWith("x-") || listed.contains(value));
        }
    }

    private static boolean isThere() {
        if (!FILE.exists()) {
            System.out.println("NOT CHECKED: validity against OEAPI 6.0. Not there: " + FILE);
        }
        return FILE.exists();
    }

    private static List<String> faults(JsonNode schema, Response answer) {
        ObjectNode root = new YAMLMapper().createObjectNode();
        root.putArray("allOf").add(schema);
        root.putObject("components").set("schemas", Document.NODE.at("/components/schemas"));
        JsonSchema compiled = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root);
        return compiled
                .validate(
                        Api.json(answer),
                        execution -> execution.getExecutionConfig().setFormatAssertionsEnabled(true))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
