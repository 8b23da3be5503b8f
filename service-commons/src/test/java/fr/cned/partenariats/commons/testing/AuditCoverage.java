package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Checks that the tests of this run saw every writing operation of the contract accepted and audited, see
 * {@link AuditEntryCheck}. Call it from a test without Quarkus: Quarkus runs those last. Tag that test {@code integration},
 * because it needs the results of the Quarkus tests.
 */
public final class AuditCoverage {

    private static final Set<String> WRITES = Set.of("post", "put", "patch", "delete");

    private AuditCoverage() {}

    public static void assertEveryWriteWasAudited() throws IOException {
        if (System.getProperty("test") != null) {
            String notChecked = "NOT CHECKED: whether every write of " + ContractDrift.CONTRACT
                    + " is audited. With -Dtest only some operations are called; run all tests of the module.";
            System.out.println(notChecked);
            abort(notChecked);
        }
        List<String> checked = checked();
        assertThat(checked)
                .as("audited writes of the Quarkus tests of this run")
                .isNotEmpty();
        Set<String> never = new TreeSet<>();
        for (String operation : writes(ContractDrift.CONTRACT)) {
            String called = pattern(operation);
            if (!AuditEntryCheck.EXEMPT.contains(operation) && checked.stream().noneMatch(one -> one.matches(called))) {
                never.add(operation);
            }
        }
        assertThat(never).as("operations that no test saw accepted and audited").isEmpty();
    }

    private static List<String> checked() throws IOException {
        long began = ManagementFactory.getRuntimeMXBean().getStartTime();
        if (!Files.isDirectory(AuditEntryCheck.CHECKED)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(AuditEntryCheck.CHECKED)) {
            return files.filter(file -> file.toFile().lastModified() >= began)
                    .map(file -> file.getFileName().toString().replace('!', '/'))
                    .toList();
        }
    }

    private static Set<String> writes(Path contract) throws IOException {
        Set<String> writes = new TreeSet<>();
        new YAMLMapper()
                .readTree(contract.toFile())
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> WRITES.contains(method.getKey()))
                        .map(method -> method.getKey().toUpperCase(Locale.ROOT) + ' ' + path.getKey())
                        .forEach(writes::add));
        return writes;
    }

    /** Matches the operation with any value for each path parameter. */
    private static String pattern(String operation) {
        return operation.replaceAll("\\{[^}]*}", "[^/]+");
    }
}
