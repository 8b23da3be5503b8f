package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.RequiredPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fails when a contract breaks the clients of the last release. The other tests show that it does. */
class BreakingChangeIT {

    private static final List<String> CONTRACTS = List.of(
            "partner-service/contract/openapi.yaml",
            "catalog-service/contract/openapi.yaml",
            "enrollment-service/contract/openapi.yaml");
    private static final String CONTRACT = "contract/openapi.yaml";
    private static final LocalDate TODAY = LocalDate.of(2027, 7, 1);
    private static final String RELEASED = """
            openapi: 3.1.0
            info: {title: Parking, version: "1"}
            components:
              parameters:
                floor: {name: floor, in: query, schema: {type: integer}}
            paths:
              /v1/spaces:
                get:
                  operationId: listSpaces
                  parameters:
                  - $ref: "#/components/parameters/floor"
                  responses:
                    "200":
                      description: OK
                      content:
                        application/json:
                          schema:
                            type: object
                            required: [kind]
                            properties:
                              kind: {type: string, enum: [CAR, BICYCLE]}
              /v1/lots:
                get:
                  operationId: listLots
                  deprecated: true
                  x-sunset: "2027-07-01"
                  responses:
                    "200": {description: OK}
            """;

    @TempDir
    Path repository;

    @BeforeAll
    static void requireGit() {
        RequiredPrograms.ofThisMachine().require("breaking changes of the contracts", List.of("git"));
    }

    @Test
    void theContractsBreakNoClientOfTheLastRelease() throws IOException, InterruptedException {
        ReleasedContracts released =
                new ReleasedContracts(Path.of("..").toAbsolutePath().normalize(), Fixture.today());
        Optional<String> tag = released.lastTag();
        if (tag.isEmpty()) {
            System.out.println("NOT CHECKED: breaking changes of the contracts. No tag v* is reachable from HEAD.");
            return;
        }
        assertThat(released.broken(tag.get(), CONTRACTS))
                .as("changes that break clients of " + tag.get() + "; add a new operation beside the old one")
                .isEmpty();
    }

    @Test
    void aRepositoryWithoutATagHasNoRelease() throws IOException, InterruptedException {
        assertThat(contracts().lastTag()).as("not a repository").isEmpty();
        givenARelease(null);
        assertThat(contracts().lastTag()).as("no tag").isEmpty();
    }

    @Test
    void theLastTagCounts() throws IOException, InterruptedException {
        givenARelease("v1.0.0");
        write(RELEASED.replace("/v1/spaces", "/v2/spaces"));
        git("commit", "-qam", "break");
        git("tag", "v2.0.0");
        git("commit", "-q", "--allow-empty", "-m", "later");
        git("tag", "not-a-version");

        assertThat(contracts().lastTag()).contains("v2.0.0");
        assertThat(contracts().broken("v2.0.0", List.of(CONTRACT))).isEmpty();
        assertThat(contracts().broken("v1.0.0", List.of(CONTRACT))).containsOnlyKeys(CONTRACT);
    }

    @Test
    void aRemovedOperationBreaksClients() throws IOException, InterruptedException {
        assertThat(brokenBy("/v1/spaces:", "/v1/bays:")).contains("/v1/spaces");
    }

    @Test
    void aFieldThatIsNoLongerAlwaysPresentBreaksClients() throws IOException, InterruptedException {
        assertThat(brokenBy("required: [kind]", "required: []")).contains("/v1/spaces");
    }

    @Test
    void aNewRequiredParameterBreaksClients() throws IOException, InterruptedException {
        assertThat(brokenBy("{name: floor, in: query,", "{name: floor, in: query, required: true,"))
                .contains("floor");
    }

    @Test
    void aFieldOfAnotherTypeBreaksClients() throws IOException, InterruptedException {
        assertThat(brokenBy("kind: {type: string, enum: [CAR, BICYCLE]}", "kind: {type: integer}"))
                .contains("/v1/spaces");
    }

    @Test
    void aRemovedContractBreaksClients() throws IOException, InterruptedException {
        givenARelease("v1.0.0");
        Files.delete(repository.resolve(CONTRACT));
        assertThat(contracts().broken("v1.0.0", List.of(CONTRACT))).containsOnlyKeys(CONTRACT);
    }

    @Test
    void aNewFieldAParameterAndAValueInAnAnswerBreakNobody() throws IOException, InterruptedException {
        String kind = "kind: {type: string, enum: [CAR, BICYCLE]}";
        String floor = "- $ref:";
        assertThat(brokenBy(kind, kind + "\n                  note: {type: string}"))
                .isEmpty();
        assertThat(brokenBy(kind, kind.replace("BICYCLE", "BICYCLE, LORRY"))).isEmpty();
        assertThat(brokenBy(floor, "- {name: kind, in: query, schema: {type: string}}\n      " + floor))
                .isEmpty();
    }

    @Test
    void aContractThatIsNewSinceTheReleaseBreaksNobody() throws IOException, InterruptedException {
        givenARelease("v1.0.0");
        Files.writeString(repository.resolve("contract/new.yaml"), RELEASED);
        assertThat(contracts().broken("v1.0.0", List.of("contract/new.yaml"))).isEmpty();
    }

    @Test
    void anOperationMayGoAfterItsSunset() throws IOException, InterruptedException {
        givenARelease("v1.0.0");
        write(RELEASED.substring(0, RELEASED.indexOf("  /v1/lots:")));
        ReleasedContracts theDayBefore = new ReleasedContracts(repository, TODAY.minusDays(1));

        assertThat(contracts().broken("v1.0.0", List.of(CONTRACT))).isEmpty();
        assertThat(theDayBefore.broken("v1.0.0", List.of(CONTRACT))).containsOnlyKeys(CONTRACT);
    }

    private ReleasedContracts contracts() {
        return new ReleasedContracts(repository, TODAY);
    }

    /** The report on a change of the released contract; empty when it is compatible. */
    private String brokenBy(String text, String replacement) throws IOException, InterruptedException {
        if (contracts().lastTag().isEmpty()) {
            givenARelease("v1.0.0");
        }
        assertThat(RELEASED).contains(text);
        write(RELEASED.replace(text, replacement));
        return contracts().broken("v1.0.0", List.of(CONTRACT)).getOrDefault(CONTRACT, "");
    }

    private void givenARelease(String tag) throws IOException, InterruptedException {
        git("init", "-q");
        Files.createDirectories(repository.resolve("contract"));
        write(RELEASED);
        git("add", ".");
        git("commit", "-qm", "release");
        if (tag != null) {
            git("tag", tag);
        }
    }

    private void write(String contract) throws IOException {
        Files.writeString(repository.resolve(CONTRACT), contract);
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "git",
                "-c",
                "user.name=test",
                "-c",
                "user.email=test@example.org",
                "-c",
                "commit.gpgsign=false",
                "-C",
                repository.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as("git %s", List.of(arguments)).isZero();
    }
}
