package fr.cned.partenariats.local;

import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.demo.LoadedDemo;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.Progress;
import fr.cned.partenariats.local.lifecycle.Resource;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Layout;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs a platform in a terminal: starts it, prints the progress, and watches the parts until Ctrl-C. */
final class Launcher {

    private static final long WATCH_EVERY_MILLIS = 100;

    private final Layout layout;
    private final Settings settings;
    private final RunningPlatform requests;
    private final long began = System.nanoTime();
    private volatile boolean stopping;

    Launcher(Layout layout, Settings settings) {
        this.layout = layout;
        this.settings = settings;
        this.requests = new RunningPlatform(layout);
    }

    void run(boolean fresh, Set<ServiceKind> without) {
        Jdk jdk = Jdk.choose(settings.jdk());
        print("Java " + jdk.version() + " from " + jdk.home() + "; data, logs and secrets in " + layout.directory());
        LocalPlatform platform = LocalPlatform.builder()
                .ports(settings.ports())
                .profile(settings.profile())
                .jdk(jdk)
                .jvmOptions(settings.serviceJvmOptions())
                .fresh(fresh)
                .without(without)
                .recording(true)
                .progress(new PrintedProgress())
                .build();
        Thread stopMessage = new Thread(
                () -> {
                    stopping = true;
                    print("Stopping …");
                },
                "stop-message");
        Runtime.getRuntime().addShutdownHook(stopMessage);
        try {
            platform.start();
        } catch (PlatformFailure failure) {
            Runtime.getRuntime().removeShutdownHook(stopMessage); // all parts are stopped already
            throw failure;
        }
        platform.writeClientsFile(Optional.empty());
        boolean demoLoaded = without.isEmpty() && loadDemo(platform);
        print("Ready in %.1f s".formatted(seconds(Duration.ofNanos(System.nanoTime() - began))));
        printText("welcome", platform);
        if (demoLoaded) {
            printQuestions(platform);
        }
        without.forEach(kind -> print("%s is left out. Run it in dev mode, with live reload, in another terminal:%n  %s"
                .formatted(kind.module(), platform.devModeCommand(kind))));
        if (!without.isEmpty() && settings.demoData() != DemoSize.NONE) {
            print("The demonstration data are loaded when all services are ready.");
        }
        print("./run status lists the parts. Ctrl-C stops everything and keeps the data.");
        Thread training = new Thread(platform::trainAotCaches, "aot-training");
        training.setDaemon(true);
        training.start();
        watch(platform, without.isEmpty());
    }

    /** A failure does not stop the platform: it is usable without demonstration data. */
    private boolean loadDemo(LocalPlatform platform) {
        if (settings.demoData() == DemoSize.NONE) {
            return false;
        }
        long start = System.nanoTime();
        try {
            LoadedDemo demo = platform.loadDemo(settings.demoData());
            print("  %-20s %s after %5.1f s"
                    .formatted(
                            "demonstration data",
                            demo.written() == 0 ? "found " : "loaded",
                            seconds(Duration.ofNanos(System.nanoTime() - start))));
            demo.refusal().ifPresent(refusal -> print("The example registration would still be refused: " + refusal));
            platform.writeClientsFile(Optional.of(demo));
            return true;
        } catch (PlatformFailure failure) {
            print("The demonstration data are incomplete: " + failure.getMessage()
                    + " The next start continues the load; ./run --fresh deletes all data and loads again.");
            return false;
        }
    }

    /** The report's questions have their answers only in the full data. */
    private void printQuestions(LocalPlatform platform) {
        if (settings.demoData() == DemoSize.FULL) {
            printText("questions", platform);
        }
    }

    private static void printText(String name, LocalPlatform platform) {
        print(Resource.text("/launcher/" + name + ".txt")
                .replace("{gateway}", platform.gatewayUrl().toString())
                .replace("{keycloak}", platform.keycloak().url().toString()));
    }

    private void watch(LocalPlatform platform, boolean complete) {
        boolean loaded = complete;
        Set<String> reported = new HashSet<>();
        while (!stopping && !Thread.currentThread().isInterrupted()) {
            reportEndedParts(platform, reported);
            requests.requestedRestarts().forEach(name -> restart(platform, name));
            if (!loaded && platform.externalServicesAreReady()) {
                loaded = true;
                print("All services are ready.");
                if (loadDemo(platform)) {
                    printQuestions(platform);
                }
            }
            try {
                Thread.sleep(WATCH_EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reportEndedParts(LocalPlatform platform, Set<String> reported) {
        for (Map.Entry<String, Part> part : platform.parts().entrySet()) {
            boolean alive = part.getValue().process().isAlive();
            if (alive) {
                reported.remove(part.getKey());
            } else if (!stopping && reported.add(part.getKey())) {
                print("%s has ended by itself or was killed. Its log is %s. Start it again with ./run restart %s."
                        .formatted(part.getKey(), part.getValue().process().log(), part.getKey()));
            }
        }
    }

    private void restart(LocalPlatform platform, String name) {
        try {
            Part part = platform.parts().get(name);
            if (part != null) {
                part.restart();
                print(name + " was restarted.");
            }
        } catch (PlatformFailure failure) {
            print(String.valueOf(failure.getMessage()));
        } finally {
            requests.confirmRestart(name);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static void print(String line) {
        System.out.println(line);
    }

    private static final class PrintedProgress implements Progress {
        @Override
        public void ready(String part, Duration after) {
            print("  %-20s ready after %5.1f s".formatted(part, seconds(after)));
        }

        @Override
        public void note(String what) {
            print("  " + what);
        }
    }
}
