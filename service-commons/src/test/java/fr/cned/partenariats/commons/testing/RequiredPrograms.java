package fr.cned.partenariats.commons.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Skips or fails a check that needs programs of the machine, and never skips it silently. In CI (environment variable
 * {@code CI=true}) a required program must be installed.
 */
public final class RequiredPrograms {

    private final boolean isCi;
    private final List<Path> directories;

    RequiredPrograms(Map<String, String> environment) {
        this.isCi = Boolean.parseBoolean(environment.get("CI"));
        this.directories = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
    }

    /** The programs on the PATH of this process. */
    public static RequiredPrograms ofThisMachine() {
        return new RequiredPrograms(System.getenv());
    }

    /** If a program is missing, fails in CI. Elsewhere, prints what was not checked and skips the test. */
    public void require(String check, Collection<String> programs) {
        List<String> missing =
                programs.stream().filter(program -> !isInstalled(program)).toList();
        if (!missing.isEmpty()) {
            endWithout(missing.toString(), check, "CI requires it.");
        }
    }

    /** For what cannot be installed: fails in CI. Elsewhere, prints what was not checked and skips the test. */
    public void endWithout(String missing, String check, String reason) {
        String unchecked = "NOT CHECKED: " + check + ". Not installed: " + missing + ". " + reason;
        if (isCi) {
            fail(unchecked);
        }
        System.out.println(unchecked);
        assumeTrue(false, unchecked);
    }

    private boolean isInstalled(String program) {
        return directories.stream().anyMatch(directory -> Files.isExecutable(directory.resolve(program)));
    }
}
