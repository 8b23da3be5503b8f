package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
 * Whether every writing operation of the contract was held to {@link AuditGate} by the tests of this run. Call it from
 * a test without Quarkus: Quarkus has those run last.
 */
public final class AuditCoverage {

    private static final Set<String> WRITES = Set.of("post", "put", "patch", "delete");

    private AuditCoverage() {}

    public static void assertEveryWriteWasAudited() throws IOException {
        assumeTrue(System.getProperty("test") == null, "a part of the tests says nothing of all operations");
        List<String> held = held();
        Set<String> never = new TreeSet<>();
        for (String operation : writes(ContractDrift.CONTRACT)) {
            String called = pattern(operation);
            if (!AuditGate.EXEMPT.contains(operation) && held.stream().noneMatch(one -> one.matches(called))) {
                never.add(operation);
            }
        }
        assertThat(never).as("operations that no test saw accepted and audited").isEmpty();
    }

    private static List<String> held() throws IOException {
        long began = ManagementFactory.getRuntimeMXBean().getStartTime();
        try (Stream<Path> files = Files.list(AuditGate.HELD)) {
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

    /** The operation with any value for each parameter of its path. */
    private static String pattern(String operation) {
        return operation.replaceAll("\\{[^}]*}", "[^/]+");
    }
}
