package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.commons.testing.contract.ContractGenerator;
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

    private ContractDrift() {}

    /** Call it from a {@code @QuarkusTest}: its build scans the code. */
    public static void check() {
        check(ContractGenerator.generate(), CONTRACT, Boolean.getBoolean("contract.update"));
    }

    /** The contract of the code, or the checked-in one outside of a build with a {@code @QuarkusTest}. */
    static Path ofThisBuild() {
        try {
            return Files.exists(ContractGenerator.SCANNED)
                    ? Files.writeString(Path.of("target/openapi/openapi.yaml"), ContractGenerator.generate())
                    : CONTRACT;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void check(String generated, Path contract, boolean update) {
        try {
            YAMLMapper yaml = new YAMLMapper();
            JsonNode api = Files.exists(contract)
                    ? inOrderOf(yaml.readTree(contract.toFile()), yaml.readTree(generated))
                    : yaml.readTree(generated);
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

    /** The fields of an object have no order: those of the checked-in contract keep theirs, new ones follow. */
    static JsonNode inOrderOf(JsonNode before, JsonNode now) {
        if (now instanceof ObjectNode object) {
            ObjectNode ordered = object.objectNode();
            before.fieldNames().forEachRemaining(name -> {
                if (object.has(name)) {
                    ordered.set(name, inOrderOf(before.get(name), object.get(name)));
                }
            });
            object.properties().forEach(field -> ordered.putIfAbsent(field.getKey(), field.getValue()));
            return ordered;
        }
        if (now instanceof ArrayNode array) {
            ArrayNode ordered = array.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                ordered.add(inOrderOf(before.path(i), array.get(i)));
            }
            return ordered;
        }
        return now;
    }
}
