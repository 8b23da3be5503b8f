package fr.cned.partenariats.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.http.JsonApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIdsTest {

    private static final String ID = "2f0c2a0e-7c1a-4b3e-9d53-2f6a3f1c0001";

    @TempDir
    Path folder;

    private Path file;
    private DemoIds ids;

    @BeforeEach
    void load() {
        file = folder.resolve("data.properties");
        ids = new DemoIds(file);
        ids.put("dgddi", ID);
    }

    @Test
    void aLaterStartKnowsWhatWasLoaded() {
        assertThat(new DemoIds(file).find("dgddi")).contains(UUID.fromString(ID));
        assertThat(new DemoIds(file).has("forse")).isFalse();
    }

    @Test
    void halfALineIsForgottenAndDoesNotSpoilTheNext() throws IOException {
        Files.writeString(file, "forse=2f0c2a0e-7c1a-4b3e-9d53-2", StandardOpenOption.APPEND);
        DemoIds later = new DemoIds(file);
        assertThat(later.has("forse")).isFalse();

        later.put("moma", ID);

        assertThat(new DemoIds(file).matching("mom*")).containsExactly("moma");
        assertThat(new DemoIds(file).has("dgddi")).isTrue();
    }

    @Test
    void nothingIsKnownAfterTheDatabasesWereDeleted() {
        ids.forgetAll();

        assertThat(new DemoIds(file).has("dgddi")).isFalse();
    }

    @Test
    void referencesAreReplacedAtAnyDepthAndInTexts() throws IOException {
        assertThat(ids.resolve(JsonApi.JSON.readTree("{\"a\":[{\"b\":\"@dgddi\"}],\"c\":\"me@example.org\"}")))
                .isEqualTo(JsonApi.JSON.readTree("{\"a\":[{\"b\":\"" + ID + "\"}],\"c\":\"me@example.org\"}"));
        assertThat(ids.resolve(JsonApi.JSON.readTree("\"me-{@dgddi}@example.org\""))
                        .asText())
                .isEqualTo("me-" + ID + "@example.org");
        assertThat(ids.text("/v1/agreements/@dgddi/renewal")).isEqualTo("/v1/agreements/" + ID + "/renewal");
        assertThat(ids.text("?partnerId=@dgddi&limit=1")).isEqualTo("?partnerId=" + ID + "&limit=1");
        assertThatThrownBy(() -> ids.resolve(JsonApi.JSON.readTree("\"@nobody\"")))
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> ids.matching("nobody-*")).hasMessageContaining("nobody-*");
    }

    @Test
    void theAcademicYearBeginsInSeptemberAndIsThatOfTheFirstLoad() throws IOException {
        ids.chooseYear(LocalDate.of(2026, 8, 31));
        ids.chooseYear(LocalDate.of(2026, 9, 1));

        assertThat(ids.resolve(JsonApi.JSON.readTree("\"@academic-year\"")).asText())
                .isEqualTo("2025-2026");
    }

    @Test
    void wholeWeeksBeforeTheLoadHaveNames() {
        ids.chooseYear(LocalDate.of(2027, 1, 20));

        assertThat(ids.text("@today @monday-1 @week-1 @monday-3 @week-3 @week-4 @next-first-day"))
                .isEqualTo("2027-01-20 2027-01-11 2027-W02 2026-12-28 2026-W53 2026-W52 2027-09-01");
    }
}
