package fr.cned.partenariats.local.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {

    @TempDir
    Path root;

    @Test
    void versionsAreComparedAsNumbers() throws IOException {
        Path nine = installed("nine", "9.0.4");
        Path seventeen = installed("seventeen", "17.0.9");
        Path newer = installed("newer", "17.0.21");
        Path newest = installed("newest", "25.0.3");

        assertThat(Jdk.newest(List.of(newest, nine, seventeen, newer)).map(Jdk::home))
                .contains(newest);
        assertThat(Jdk.newest(List.of(nine, seventeen, newer)).map(Jdk::home)).contains(newer);
    }

    @Test
    void oldAndBrokenInstallationsAreIgnored() throws IOException {
        Path old = installed("old", "11.0.2");
        Path unreadable = installed("unreadable", "no version");
        Path withoutProgram = Files.createDirectories(root.resolve("empty"));
        Files.writeString(withoutProgram.resolve("release"), "JAVA_VERSION=\"25\"\n");

        assertThat(Jdk.newest(List.of(old, unreadable, withoutProgram, root.resolve("missing"))))
                .isEmpty();
    }

    @Test
    void theUsualPlacesAreSearched() throws IOException {
        Path system = installed("usr/lib/jvm/temurin-25", "25");
        Path sdkman = installed("home/.sdkman/candidates/java/21-tem", "21");
        Path variable = installed("elsewhere/jdk", "17");

        List<Path> places = Jdk.places(Optional.of(variable.toString()), root, root.resolve("home"));

        assertThat(places).contains(system, sdkman, variable);
    }

    @Test
    void aJreCanCreateAotCachesWithTheJcmdOfAnotherJdk() throws IOException {
        Path home = installed("jre", "25.0.3");
        Files.delete(home.resolve("bin/jcmd"));

        Jdk jre = Jdk.of(home).orElseThrow();

        assertThat(jre.hasAotCache()).isTrue();
        assertThat(jre.jcmd()).isExecutable();
    }

    @Test
    void theSettingWinsOverTheNewestJdk() throws IOException {
        Path chosen = installed("chosen", "17.0.1");

        assertThat(Jdk.choose(Optional.of(chosen)).home()).isEqualTo(chosen);
    }

    @Test
    void anUnusableSettingIsReported() throws IOException {
        Path chosen = installed("chosen", "11.0.1");

        assertThatThrownBy(() -> Jdk.choose(Optional.of(chosen)))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage(
                        chosen
                                + " is not a Java installation of version 17 or newer: set CNED_JAVA_HOME to one, or unset it.");
    }

    private Path installed(String folder, String version) throws IOException {
        return FakeJdk.in(root.resolve(folder), version);
    }
}
