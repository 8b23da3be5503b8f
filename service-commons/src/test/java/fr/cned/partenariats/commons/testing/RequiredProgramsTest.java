package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RequiredProgramsTest {

    @TempDir
    Path directory;

    private String path = "";

    @BeforeEach
    void installCurl() throws IOException {
        assertThat(Files.createFile(directory.resolve("curl")).toFile().setExecutable(true))
                .isTrue();
        Files.createFile(directory.resolve("not-executable"));
        path = "/nowhere" + File.pathSeparator + directory;
    }

    @Test
    void installedProgramIsAccepted() {
        assertThatCode(() -> inCi().require("the example", List.of("curl"))).doesNotThrowAnyException();
        assertThatCode(() -> elsewhere().require("the example", List.of("curl")))
                .doesNotThrowAnyException();
    }

    @Test
    void missingRequiredProgramFailsInCi() {
        assertThatThrownBy(() -> inCi().require("the example", List.of("curl", "sed", "not-executable")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("the example")
                .hasMessageContaining("[sed, not-executable]");
    }

    @Test
    void missingRequiredProgramSkipsTheTestElsewhere() {
        assertThatThrownBy(() -> elsewhere().require("the example", List.of("curl", "sed")))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("NOT CHECKED: the example. Not installed: [sed]");
    }

    @Test
    void aFailedInstallationFailsInCiAndSkipsTheTestElsewhere() {
        String message = "NOT CHECKED: the example. Not installed: prism. npm failed";
        assertThatThrownBy(() -> inCi().endWithout("prism", "the example", "npm failed"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> elsewhere().endWithout("prism", "the example", "npm failed"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining(message);
    }

    private RequiredPrograms inCi() {
        return new RequiredPrograms(Map.of("PATH", path, "CI", "true"));
    }

    private RequiredPrograms elsewhere() {
        return new RequiredPrograms(Map.of("PATH", path));
    }
}
