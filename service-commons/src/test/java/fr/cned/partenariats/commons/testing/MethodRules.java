package fr.cned.partenariats.commons.testing;

import static fr.cned.partenariats.commons.testing.Problems.problem;

import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Every address of the checked-in contract answers 405 with {@code Allow} to each method that it does not have. */
public final class MethodRules {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private MethodRules() {}

    /** Call it from a {@code @TestFactory} of a {@code @QuarkusTest}. */
    public static Stream<DynamicTest> check() {
        Map<String, Set<String>> allowed = new TreeMap<>();
        ContractOperations.all()
                .forEach(operation -> allowed.computeIfAbsent(operation.path(), path -> new TreeSet<>())
                        .add(operation.method()));
        return allowed.entrySet().stream()
                .map(path -> DynamicTest.dynamicTest(
                        path.getKey(), () -> check(ContractOperations.withRandomIds(path.getKey()), path.getValue())));
    }

    private static void check(String path, Set<String> methods) {
        Set<String> allow = new TreeSet<>(methods);
        allow.add("OPTIONS");
        if (methods.contains("GET")) {
            allow.add("HEAD");
        }
        for (String method : METHODS) {
            if (!methods.contains(method) && !isOfAnotherTemplate(method, path)) {
                RestAssured.request(method, path)
                        .then()
                        .spec(problem(405, "method-not-allowed"))
                        .header("Allow", String.join(", ", allow));
            }
        }
    }

    /** {@code PATCH /things/counts} is refused as {@code PATCH /things/{id}} is, 401 without a token. */
    private static boolean isOfAnotherTemplate(String method, String path) {
        return ContractOperations.all().stream()
                .anyMatch(operation -> operation.method().equals(method)
                        && path.matches(operation.path().replaceAll("\\{\\w+}", "[^/]+")));
    }
}
