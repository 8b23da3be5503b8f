package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Holds the code against {@code contract/openapi.yaml}. To change the contract on purpose, run the
 * test with {@code -Dcontract.update=true}, read the difference, and commit it with the code.
 */
public final class ContractDrift {

    private static final Path CONTRACT = Path.of("contract/openapi.yaml");
    private static final Path GENERATED = Path.of("target/openapi/openapi.yaml");

    private ContractDrift() {}

    public static void check() {
        try {
            if (Boolean.getBoolean("contract.update")) {
                Files.createDirectories(CONTRACT.getParent());
                Files.copy(GENERATED, CONTRACT, StandardCopyOption.REPLACE_EXISTING);
            }
            assertThat(Files.readString(GENERATED))
                    .as("the API that the code has; see ContractDrift for how to change the contract")
                    .isEqualTo(Files.readString(CONTRACT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
