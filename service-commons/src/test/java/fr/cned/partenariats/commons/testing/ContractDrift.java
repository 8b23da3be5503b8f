package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Compares the API of the code with {@code contract/openapi.yaml} (OpenAPI 3.0.3) and {@code contract/openapi-3.1.yaml}.
 * To change the contract, run the test with {@code -Dcontract.update=true}, read the difference, and commit it with the
 * code.
 */
public final class ContractDrift {

    static final Path CONTRACT = Path.of(System.getProperty("contract.file", "contract/openapi.yaml"));
    static final Path GENERATED = Path.of("target/openapi/openapi.yaml");

    private static final String VERSION_3_1 = "openapi-3.1.yaml";

    private ContractDrift() {}

    /** Call it from a {@code @QuarkusTest}: its build writes the generated documents. */
    public static void check() {
        boolean update = Boolean.getBoolean("contract.update");
        check(GENERATED, CONTRACT, update);
        check(GENERATED.resolveSibling(VERSION_3_1), CONTRACT.resolveSibling(VERSION_3_1), update);
    }

    static void check(Path generated, Path contract, boolean update) {
        try {
            if (update) {
                Files.createDirectories(contract.toAbsolutePath().getParent());
                Files.copy(generated, contract, StandardCopyOption.REPLACE_EXISTING);
            }
            assertThat(Files.readString(generated))
                    .as("the API of the code; see ContractDrift for how to change the contract")
                    .isEqualTo(Files.readString(contract));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
