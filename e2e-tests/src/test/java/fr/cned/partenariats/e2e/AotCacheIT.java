package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.cned.partenariats.local.jdk.AotCaches;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.HttpProbe;
import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Layout;
import fr.cned.partenariats.local.wiring.Memory;
import fr.cned.partenariats.local.wiring.Ports;
import fr.cned.partenariats.local.wiring.Secrets;
import fr.cned.partenariats.local.wiring.Wiring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The AOT cache of an image, without Docker: a copy of the package in another folder uses it, with the command line of
 * the Dockerfile. The gateway starts without other parts.
 */
@Tag("nightly")
class AotCacheIT {

    private static final ServiceKind PART = ServiceKind.GATEWAY;

    /** With it, a JVM that cannot use its cache ends. */
    private static final String MUST_FIT = "-XX:AOTMode=on";

    @TempDir
    static Path directory;

    private static Jdk jdk;
    private static Wiring wiring;
    private static ProcessLedger ledger;
    private static Path image;

    @BeforeAll
    static void trainAndCopy() throws IOException {
        jdk = Jdk.choose(Optional.empty());
        if (!jdk.hasAotCache()) {
            String reason = "NOT CHECKED: AOT caches of images. They need JDK 25; this is " + jdk.version();
            System.out.println(reason);
            assumeTrue(false, reason);
        }
        Layout layout = new Layout(Layout.enclosingProject(), directory, directory);
        wiring = new Wiring(
                layout,
                Ports.random(),
                Memory.of(Profile.PRODUCTION),
                new Secrets(layout.secrets()),
                List.of(),
                Map.of());
        ledger = new ProcessLedger(layout.runDirectory());
        AotCaches caches = new AotCaches(directory.resolve("aot"), jdk, Profile.PRODUCTION, true, ledger);
        Service trained = new Service(wiring.service(PART), caches, ledger);
        try {
            trained.start();
            caches.train();
        } finally {
            trained.stop();
        }
        image = directory.resolve("app");
        copy(wiring.service(PART).folder(), image);
        caches.copy(PART.module(), image.resolve("app.aot"));
    }

    @Test
    void aCopyOfThePackageStartsWithTheCache() throws IOException {
        List<String> line = entrypoint();
        line.add(1, MUST_FIT);
        ManagedProcess container = new ManagedProcess(
                ledger,
                new ManagedProcess.Command(
                        "image",
                        () -> line,
                        wiring.environment(PART),
                        image,
                        directory.resolve("image.log"),
                        "TERM",
                        wiring.url(PART).toString()));
        try {
            container.start();
            Await.ready(container, new HttpProbe(wiring.readinessUrl(PART))::isOk, Await.LONGEST_START);
            assertThat(container.isAlive()).isTrue();
        } finally {
            container.stop(Duration.ofSeconds(20));
        }
    }

    /** The check of docs/operations.md. */
    @Test
    void theCheckOfAnImageSaysThatTheCacheFits() throws Exception {
        assertThat(check("-XX:+UseSerialGC")).startsWith("0 ");
        assertThat(check("-XX:+UseG1GC", "-XX:-UseCompressedOops")).startsWith("1 ");
    }

    /** The exit code and the output. */
    private static String check(String... options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(options));
        line.add(0, jdk.java().toString());
        line.addAll(List.of(MUST_FIT, "-XX:AOTCache=app.aot", "-cp", "quarkus-run.jar", "-version"));
        Process java = new ProcessBuilder(line)
                .directory(image.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return java.waitFor() + " " + output;
    }

    /** The command line of the image, with the JVM that trained. */
    private static List<String> entrypoint() throws IOException {
        String entrypoint = Files.readAllLines(
                        Layout.enclosingProject().resolve(PART.module()).resolve("src/main/docker/Dockerfile"))
                .stream()
                .filter(line -> line.startsWith("ENTRYPOINT"))
                .findFirst()
                .orElseThrow();
        List<String> words = new ArrayList<>(Pattern.compile("\"([^\"]+)\"")
                .matcher(entrypoint)
                .results()
                .map(word -> word.group(1))
                .toList());
        words.set(0, jdk.java().toString());
        return words;
    }

    /** As an image has it: in another folder. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
