package fr.cned.partenariats.commons.testing;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.lessThan;

import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Calls every operation of the checked-in contract as four callers with the role {@code partner}, and compares the
 * answers with the table {@code src/test/resources/access.txt}. The first line that matches an operation counts. An
 * operation without a line fails.
 */
public final class AccessMatrix {

    private static final Path TABLE = Path.of("src/test/resources/access.txt");
    private static final String PARTNER = "partner";
    private static final List<String> REFUSED_BY_ROLE = List.of("role", "role", "role", "role");
    private static final long AT_ONCE_MILLIS = 2_000;

    private AccessMatrix() {}

    /** The tokens of the callers, in the order of the columns of the table. */
    public record Callers(String ofOtherSite, String ofSite, String reader, String ofOtherPartner) {}

    /** The objects that the callers ask for. */
    public interface Target {

        /** The address of the operation with the ids of the objects. */
        String address(Operation operation);

        /** A body that is valid for an object of the caller. */
        String body(Operation operation);

        /** An answer shows the objects when it has one of these ids. */
        List<String> ids(Operation operation);

        /** The sum of the row versions. */
        long versions();

        /** Runs the work while another transaction has locked all rows of the objects. */
        void whileLocked(Runnable work) throws SQLException;
    }

    /** One line of the table: an operation, in which {@code *} stands for any text, and an answer for each caller. */
    private record Line(String pattern, List<String> answers) {

        static Line parse(String text) {
            String[] columns = text.split(" {2,}", -1);
            Line line = new Line(columns[0], List.of(columns[columns.length - 1].split(" ", -1)));
            assertThat(line.answers()).as(text).hasSize(4);
            return line;
        }

        boolean matches(Operation operation) {
            return operation.name().matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
        }
    }

    /**
     * Call it from a {@code @TestFactory} of a {@code @QuarkusTest}.
     *
     * @param targets gives new objects for an operation that may change them
     */
    public static Stream<DynamicTest> check(Callers callers, Function<Operation, Target> targets) {
        List<Line> table = table();
        Stream<DynamicTest> stale = Stream.of(DynamicTest.dynamicTest(
                "every line of the table is used",
                () -> assertThat(table)
                        .allMatch(line -> ContractOperations.all().stream()
                                .anyMatch(operation -> isOpenToPartners(operation)
                                        && lineOf(operation, table).equals(line)))));
        Stream<DynamicTest> operations = ContractOperations.all().stream()
                .sorted(Comparator.comparing(AccessMatrix::writes)) // reads first: lists are short then
                .map(operation -> DynamicTest.dynamicTest(
                        operation.name(),
                        () -> check(
                                callers,
                                operation,
                                targets.apply(operation),
                                isOpenToPartners(operation)
                                        ? lineOf(operation, table).answers()
                                        : REFUSED_BY_ROLE)));
        return Stream.concat(stale, operations);
    }

    /** A public operation has no roles. */
    private static boolean isOpenToPartners(Operation operation) {
        return operation.roles().isEmpty() || operation.roles().contains(PARTNER);
    }

    private static boolean writes(Operation operation) {
        return !operation.method().equals("GET");
    }

    private static List<Line> table() {
        try (Stream<String> lines = Files.lines(TABLE)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Line::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line lineOf(Operation operation, List<Line> table) {
        return table.stream()
                .filter(line -> line.matches(operation))
                .findFirst()
                .orElseThrow(() -> new AssertionError(TABLE + " has no line for " + operation.name()));
    }

    /** The caller of the site is last, because it may change the objects. */
    private static void check(Callers callers, Operation operation, Target target, List<String> expected)
            throws SQLException {
        long before = target.versions();
        check("a caller of another site", callers.ofOtherSite(), operation, target, expected.get(0));
        check("a person who reads", callers.reader(), operation, target, expected.get(2));
        target.whileLocked(
                () -> check("another partner", callers.ofOtherPartner(), operation, target, expected.get(3)));
        assertThat(target.versions()).as("sum of the versions").isEqualTo(before);
        check("a caller of the site", callers.ofSite(), operation, target, expected.get(1));
    }

    private static void check(String caller, String token, Operation operation, Target target, String expected) {
        Response answer = call(token, operation, target);
        try {
            compare(answer, operation, target, expected);
        } catch (AssertionError e) {
            throw new AssertionError(
                    "%s expects '%s' and gets %d: %s".formatted(caller, expected, answer.statusCode(), text(answer)),
                    e);
        }
    }

    private static Response call(String token, Operation operation, Target target) {
        RequestSpecification request = Api.as(token);
        if (operation.method().equals("POST")) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        } else if (writes(operation)) {
            request.header("If-Match", "\"0\"");
        }
        if (operation.takesBody()) {
            request.contentType(operation.mediaType()).body(target.body(operation));
        }
        return request.request(operation.method(), target.address(operation));
    }

    private static void compare(Response answer, Operation operation, Target target, String expected) {
        switch (expected) {
            case "role" -> answer.then().spec(problem(403, "forbidden"));
            case "scope" -> answer.then().spec(problem(403, "missing-scope"));
            case "whole" -> answer.then().spec(problem(403, "limited-to-sites"));
            case "site" -> answer.then().spec(problem(403, "site-outside-scope"));
            case "open" -> assertThat(answer.statusCode()).isIn(200, 201, 202, 204, 400, 409, 412, 428);
            case "shown" -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(target.ids(operation)).anyMatch(text(answer)::contains);
            }
            case "hidden" -> compareHidden(answer, operation, target);
            default -> throw new IllegalStateException(TABLE + " has the unknown word " + expected);
        }
    }

    private static void compareHidden(Response answer, Operation operation, Target target) {
        answer.then().time(lessThan(AT_ONCE_MILLIS));
        if (operation.hasPathParameter()) {
            answer.then().spec(problem(404, "not-found"));
        } else {
            assertThat(answer.statusCode()).isIn(200, 400, 404);
            assertThat(target.ids(operation)).noneMatch(text(answer)::contains);
        }
    }

    /** The body, or the files of a ZIP. */
    private static String text(Response answer) {
        if (answer.contentType() == null || !answer.contentType().startsWith("application/zip")) {
            return answer.asString();
        }
        StringBuilder files = new StringBuilder();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.asByteArray()))) {
            while (zip.getNextEntry() != null) {
                files.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.toString();
    }
}
