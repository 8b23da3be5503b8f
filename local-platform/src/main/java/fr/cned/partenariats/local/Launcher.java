package fr.cned.partenariats.local;

import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.demo.LoadedDemo;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.process.Part;
import fr.cned.partenariats.local.process.PlatformFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Starts the platform for a person, shows how far it is, and keeps an eye on it until Ctrl-C. */
final class Launcher {

    private static final long LOOK_EVERY_MILLIS = 500;

    private final Layout layout;
    private final Settings settings;
    private final Control control;
    private final long began = System.nanoTime();
    private volatile boolean stopping;

    Launcher(Layout layout, Settings settings) {
        this.layout = layout;
        this.settings = settings;
        this.control = new Control(layout);
    }

    void run(boolean fresh) {
        Jdk jdk = Jdk.choose(settings.jdk());
        say("Java " + jdk.version() + " from " + jdk.home() + "; data, logs and secrets in " + layout.directory());
        LocalPlatform platform = LocalPlatform.builder()
                .project(layout.project())
                .directory(layout.directory())
                .cache(layout.cache())
                .ports(settings.ports())
                .memory(settings.memory())
                .jdk(jdk)
                .jvmOptions(settings.serviceJvmOptions())
                .fresh(fresh)
                .learning(true)
                .progress(new Lines())
                .build();
        Thread farewell = new Thread(
                () -> {
                    stopping = true;
                    say("Stopping …");
                },
                "farewell");
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            platform.start();
        } catch (PlatformFailure failure) {
            Runtime.getRuntime().removeShutdownHook(farewell); // all is stopped already
            throw failure;
        }
        Optional<LoadedDemo> demo =
                settings.demoData() == DemoSize.NONE ? Optional.empty() : loadDemo(platform, settings.demoData());
        platform.writeClientsFile(demo);
        platform.endRecordings();
        say("Ready in %.1f s".formatted(seconds(Duration.ofNanos(System.nanoTime() - began))));
        tell("welcome", platform);
        if (demo.isPresent() && settings.demoData() == DemoSize.FULL) {
            tell("questions", platform);
        }
        say("./run status shows the parts. Ctrl-C stops everything; the data stay.");
        Thread learner = new Thread(platform::learn, "learning");
        learner.setDaemon(true);
        learner.start();
        watch(platform);
    }

    /** Without its data the platform is still worth looking at. */
    private static Optional<LoadedDemo> loadDemo(LocalPlatform platform, DemoSize size) {
        long start = System.nanoTime();
        try {
            LoadedDemo demo = platform.loadDemo(size);
            say("  %-20s %s after %5.1f s"
                    .formatted(
                            "demonstration data",
                            demo.written() == 0 ? "there " : "loaded",
                            seconds(Duration.ofNanos(System.nanoTime() - start))));
            demo.refusal()
                    .ifPresent(refusal -> say("A registration on the demonstration data is still refused: " + refusal));
            return Optional.of(demo);
        } catch (PlatformFailure failure) {
            say("The demonstration data are incomplete: the next start goes on with them, ./run --fresh begins anew. "
                    + failure.getMessage());
            return Optional.empty();
        }
    }

    private static void tell(String text, LocalPlatform platform) {
        try (InputStream in =
                Objects.requireNonNull(Launcher.class.getResourceAsStream("/launcher/" + text + ".txt"))) {
            say(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{gateway}", platform.gatewayUrl().toString())
                    .replace("{keycloak}", platform.keycloak().url().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void watch(LocalPlatform platform) {
        Set<String> reported = new HashSet<>();
        while (!stopping && !Thread.currentThread().isInterrupted()) {
            for (Map.Entry<String, Part> part : platform.parts().entrySet()) {
                boolean alive = part.getValue().process().isAlive();
                if (!alive && !stopping && reported.add(part.getKey())) {
                    say("%s has ended by itself or was killed; its log is %s. ./run restart %s starts it again."
                            .formatted(part.getKey(), part.getValue().process().log(), part.getKey()));
                } else if (alive) {
                    reported.remove(part.getKey());
                }
            }
            control.requestedRestarts().forEach(name -> restart(platform, name));
            try {
                Thread.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void restart(LocalPlatform platform, String name) {
        try {
            Part part = platform.parts().get(name);
            if (part != null) {
                part.restart();
                say(name + " was restarted.");
            }
        } catch (PlatformFailure failure) {
            say(String.valueOf(failure.getMessage()));
        } finally {
            control.restarted(name);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static final class Lines implements Progress {
        @Override
        public void ready(String part, Duration after) {
            say("  %-20s ready after %5.1f s".formatted(part, seconds(after)));
        }

        @Override
        public void note(String what) {
            say("  " + what);
        }
    }
}
