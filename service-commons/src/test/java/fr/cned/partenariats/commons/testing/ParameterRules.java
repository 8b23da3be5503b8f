package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Every query parameter of the checked-in contract is refused when it is empty or beyond the bounds of its schema. */
public final class ParameterRules {

    private ParameterRules() {}

    /** Call it from a {@code @TestFactory} of a {@code @QuarkusTest}. */
    public static Stream<DynamicTest> check() {
        return ContractOperations.all().stream()
                .flatMap(operation -> operation.queryParameters().stream()
                        .map(parameter -> DynamicTest.dynamicTest(operation.name() + ' ' + parameter.getName(), () -> {
                            for (String value : refused(parameter.getName(), parameter.getSchema())) {
                                Response answer = request(operation)
                                        .queryParam(parameter.getName(), value)
                                        .request(operation.method(), operation.pathWithRandomIds());
                                assertThat(answer.statusCode())
                                        .as("\"%s\": %s", value, answer.asString())
                                        .isEqualTo(400);
                                assertThat(answer.asString()).contains(parameter.getName());
                            }
                        })));
    }

    private static RequestSpecification request(Operation operation) {
        RequestSpecification request = Api.as(operation.token());
        return operation.takesBody()
                ? request.contentType(operation.mediaType()).body("{}")
                : request;
    }

    private static List<String> refused(String name, Schema<?> schema) {
        List<String> values = new ArrayList<>();
        if (schema.getMinLength() != null || !name.equals("q")) { // the text of a search may be empty
            values.add("");
        }
        if (schema.getMaxLength() != null && !name.equals("cursor")) { // read when the object of the path is found
            values.add("x".repeat(schema.getMaxLength() + 1));
        }
        if (schema.getPattern() != null || schema.getEnum() != null || schema.getFormat() != null) {
            values.add("\u007f");
        }
        return values;
    }
}
