package fr.cned.partenariats.local.jdk;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** A Java installation. The platform runs its parts on the newest one of this machine. */
public record Jdk(Path home, Runtime.Version version) {

    public static final int OLDEST = 17;
    private static final int FIRST_WITH_AOT_CACHE = 25;

    /** The JDK of the setting, else the newest of this machine. */
    public static Jdk choose(Optional<Path> setting) {
        if (setting.isPresent()) {
            return of(setting.get())
                    .filter(Jdk::isNewEnough)
                    .orElseThrow(() -> new PlatformFailure(
                            "%s is not a Java installation of version %d or newer: set CNED_JAVA_HOME to one, or unset it."
                                    .formatted(setting.get(), OLDEST)));
        }
        return newest(places(System.getenv(), Path.of("/"), Path.of(System.getProperty("user.home"))))
                .orElseThrow(() -> new PlatformFailure(
                        "No JDK %d or newer was found: install one or set JAVA_HOME to it.".formatted(OLDEST)));
    }

    static Optional<Jdk> newest(Collection<Path> homes) {
        return homes.stream()
                .flatMap(home -> of(home).stream())
                .filter(Jdk::isNewEnough)
                .max(Comparator.comparing(Jdk::version));
    }

    /** The usual folders of Java installations; some of them may not exist. */
    static List<Path> places(Map<String, String> environment, Path root, Path userHome) {
        List<Path> places = new ArrayList<>();
        places.add(Path.of(System.getProperty("java.home")));
        Optional.ofNullable(environment.get("JAVA_HOME"))
                .filter(home -> !home.isBlank())
                .map(Path::of)
                .ifPresent(places::add);
        for (String folder :
                Optional.ofNullable(environment.get("PATH")).orElse("").split(File.pathSeparator, -1)) {
            Path java = Path.of(folder, "java");
            if (!folder.isBlank() && Files.isExecutable(java)) {
                homeOf(java).ifPresent(places::add);
            }
        }
        places.addAll(foldersIn(root.resolve("usr/lib/jvm")));
        places.addAll(foldersIn(root.resolve("opt/java")));
        places.addAll(foldersIn(userHome.resolve(".sdkman/candidates/java")));
        places.addAll(foldersIn(userHome.resolve(".jdks")));
        foldersIn(root.resolve("Library/Java/JavaVirtualMachines"))
                .forEach(bundle -> places.add(bundle.resolve("Contents/Home")));
        return places;
    }

    /** Reads the file named release: starting each JVM to ask for its version would take seconds. */
    static Optional<Jdk> of(Path home) {
        Properties release = new Properties();
        try (var in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
            String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            return Optional.of(new Jdk(home, Runtime.Version.parse(version)))
                    .filter(jdk -> Files.isExecutable(jdk.java()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public Path java() {
        return home.resolve("bin/java");
    }

    Path jcmd() {
        return home.resolve("bin/jcmd");
    }

    boolean hasAotCache() {
        return version.feature() >= FIRST_WITH_AOT_CACHE && Files.isExecutable(jcmd());
    }

    private boolean isNewEnough() {
        return version.feature() >= OLDEST;
    }

    private static Optional<Path> homeOf(Path java) {
        try {
            return Optional.ofNullable(java.toRealPath().getParent()).map(Path::getParent);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<Path> foldersIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            return List.of(); // this user may not read the folder
        }
    }
}
