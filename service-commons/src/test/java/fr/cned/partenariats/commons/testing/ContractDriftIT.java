package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.parking.Parking;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the parking API with its contract, and tests that differences are found. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ContractDriftIT {

    @TempDir
    Path directory;

    @Test
    void theCodeMatchesTheContract() {
        ContractDrift.check();
    }

    @Test
    void codeThatDiffersFromTheContractIsFound() throws IOException {
        String drifted = Files.readString(altered("/v1/reservations:", "/v2/reservations:"));
        assertThatThrownBy(() -> ContractDrift.check(drifted, ContractDrift.CONTRACT, false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("see ContractDrift for how to change the contract");
    }

    @Test
    void theUpdateOptionWritesTheContract() throws IOException {
        Path generated = altered("title: parking API", "title: another API");
        Path contract = directory.resolve("contract/openapi.yaml");
        ContractDrift.check(Files.readString(generated), contract, true);
        assertThat(contract).hasSameTextualContentAs(generated);
    }

    @Test
    void anAnswerThatViolatesTheContractIsFound() throws IOException {
        Path stricter = altered("[floor, id, kind, label, revision]", "[colour, floor, id, kind, label, revision]");
        assertThatThrownBy(() -> as("warden")
                        .filter(Api.validatingAgainst(stricter))
                        .body(Parking.space(Parking.newLabel()))
                        .post("/v1/spaces"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("colour");
    }

    @Test
    void anAnswerWithAnUndocumentedStatusIsFound() throws IOException {
        Path stricter = altered("'201':", "'202':");
        assertThatThrownBy(() -> as("warden")
                        .filter(Api.validatingAgainst(stricter))
                        .body(Parking.space(Parking.newLabel()))
                        .post("/v1/spaces"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not have this status");
    }

    @Test
    void anAnswerWithAFieldThatTheContractLacksIsFound() throws IOException {
        Path poorer = altered("        label: {", "        name: {");
        assertThatThrownBy(() -> as("warden")
                        .filter(Api.validatingAgainst(poorer))
                        .body(Parking.space(Parking.newLabel()))
                        .post("/v1/spaces"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("label");
    }

    private Path altered(String text, String by) throws IOException {
        String contract = Files.readString(ContractDrift.CONTRACT);
        assertThat(contract).contains(text);
        return Files.writeString(directory.resolve("altered.yaml"), contract.replace(text, by));
    }

    private static RequestSpecification as(String role) {
        return RestAssured.given()
                .contentType("application/json")
                .header("Authorization", "Bearer " + Tokens.withRole(role));
    }
}
