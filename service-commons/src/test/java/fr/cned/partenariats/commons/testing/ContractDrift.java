package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares the API of the code with {@code contract/openapi.yaml} (OpenAPI 3.1). To change the contract, run the test
 * with {@code -Dcontract.update=true}, read the difference, and commit it with the code.
 */
public final class ContractDrift {

    static final Path CONTRACT = Path.of(System.getProperty("contract.file", "contract/openapi.yaml"));
    static final Path GENERATED = Path.of("target/openapi/openapi.yaml");

    private ContractDrift() {}

    /** Call it from a {@code @QuarkusTest}: its build writes the generated document. */
    public static void check() {
        check(GENERATED, CONTRACT, Boolean.getBoolean("contract.update"));
    }

    static void check(Path generated, Path contract, boolean update) {
        try {
            YAMLMapper yaml = new YAMLMapper();
            JsonNode api = yaml.readTree(generated.toFile());
            String compact = CompactYaml.write(api);
            assertThat(yaml.readTree(compact)).as("the compact form").isEqualTo(api);
            if (update) {
                Files.createDirectories(contract.toAbsolutePath().getParent());
                Files.writeString(contract, compact);
            }
            assertThat(compact)
                    .as("the API of the code; see ContractDrift for how to change the contract")
                    .isEqualTo(Files.readString(contract));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
