package fr.cned.partenariats.commons.testing.contract;

import fr.cned.partenariats.commons.base.problem.ProblemCode;
import io.quarkus.runtime.util.ClassPathUtils;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;

/**
 * Generates the contract of a service. In tests quarkus-smallrye-openapi scans the code and writes {@code
 * target/openapi/scanned.yaml}; {@link CommonContract} completes it. A packaged service serves the checked-in contract.
 */
public final class ContractGenerator {

    public static final Path SCANNED = Path.of("target/openapi/scanned.yaml");

    private ContractGenerator() {}

    /** The contract in YAML. Call it from a {@code @QuarkusTest}: its build scans the code. */
    public static String generate() {
        return SmallRyeOpenAPI.builder()
                .withCustomStaticFile(() -> open(SCANNED))
                .enableModelReader(false)
                .enableStandardStaticFiles(false)
                .enableStandardFilter(false)
                .enableAnnotationScan(false)
                .addFilter(new CommonContract(index()))
                .build()
                .toYAML();
    }

    /** Of the service, of its tests, which can contain an application, and of service-commons. */
    private static Index index() {
        Indexer indexer = new Indexer();
        ClassPathUtils.consumeAsPath(
                Objects.requireNonNull(ProblemCode.class.getResource("ProblemCode.class")),
                file -> addAll(file.resolve("../../..").normalize(), indexer));
        addAll(Path.of("target/test-classes"), indexer);
        addAll(Path.of("target/classes"), indexer);
        return indexer.complete();
    }

    private static void addAll(Path folder, Indexer indexer) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(found -> found.toString().endsWith(".class")).toList()) {
                try (InputStream type = Files.newInputStream(file)) {
                    indexer.index(type);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
