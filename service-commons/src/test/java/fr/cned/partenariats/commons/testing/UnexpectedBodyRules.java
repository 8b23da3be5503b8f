package fr.cned.partenariats.commons.testing;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every operation of the checked-in contract that takes no body refuses one that has fields. One filter reads these bodies,
 * so one operation of each method shows that a body is refused that is no JSON object.
 */
public final class UnexpectedBodyRules {

    private UnexpectedBodyRules() {}

    /** Call it from a {@code @TestFactory} of a {@code @QuarkusTest}. */
    public static Stream<DynamicTest> check() {
        List<Operation> operations = ContractOperations.all().stream()
                .filter(operation -> !operation.takesBody())
                .toList();
        assertThat(operations).isNotEmpty();
        Map<String, Operation> oneOfEachMethod = operations.stream()
                .collect(toMap(Operation::method, Function.identity(), (one, other) -> one, TreeMap::new));
        return Stream.concat(
                operations.stream()
                        .map(operation -> DynamicTest.dynamicTest(
                                operation.name(),
                                () -> send(operation, "{\"dryRun\":true,\"a/b\":{\"since\":\"2027-06-30\"}}")
                                        .then()
                                        .spec(violates("/dryRun", "unknown-field"))
                                        .spec(violates("/a~1b", "unknown-field")))),
                oneOfEachMethod.values().stream()
                        .map(operation -> DynamicTest.dynamicTest(operation.name() + ", no object", () -> {
                            send(operation, "pas du json").then().spec(problem(400, "malformed-json"));
                            send(operation, "[{}]").then().spec(invalid("", "wrong-type"));
                        })));
    }

    private static Response send(Operation operation, String body) {
        return Api.as(operation.token()).body(body).request(operation.method(), operation.pathWithRandomIds());
    }
}
