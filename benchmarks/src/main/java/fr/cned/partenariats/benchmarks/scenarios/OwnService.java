package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Profile;
import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.local.lifecycle.HttpProbe;
import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.Startup;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A service that the platform leaves out, so that a scenario can start it in different ways. Its environment is the file
 * that the platform writes for Quarkus dev mode.
 */
final class OwnService {

    private static final double NANOS = 1e9;
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration STOP_AND_CREATE_CACHE = Duration.ofMinutes(10);

    private static final Set<ServiceKind> NEW_IN_THIS_RUN = EnumSet.noneOf(ServiceKind.class);

    private final Bench bench;
    private final ServiceKind kind;
    private final Path folder;
    private final Map<String, String> environment;

    /** @param platform the folder of the platform */
    OwnService(Bench bench, Path platform, ServiceKind kind) {
        this.bench = bench;
        this.kind = kind;
        this.folder = platform;
        this.environment = environment(platform.resolve(kind.module() + ".env"));
    }

    /** Starts the service and returns when it is ready. */
    ManagedProcess start(List<String> options) {
        Path jar = bench.project().resolve(kind.module()).resolve("target/quarkus-app/quarkus-run.jar");
        List<String> line = new ArrayList<>(Profile.java());
        line.addAll(options);
        line.addAll(List.of("-jar", jar.toString()));
        HttpProbe ready = new HttpProbe(
                URI.create("http://127.0.0.1:" + environment.get("QUARKUS_MANAGEMENT_PORT") + "/q/health/ready"));
        return Programs.start(kind.module(), folder.resolve("logs"), line, environment, ready::isOk);
    }

    /** The options that start the service with an AOT cache. Creates the cache from one start, once per run. */
    List<String> aotCache() {
        Path cache = folder.resolve(kind.module() + ".aot");
        if (NEW_IN_THIS_RUN.contains(kind)) {
            return List.of("-XX:AOTCache=" + cache);
        }
        if (!Profile.hasAotCache()) {
            throw new PlatformFailure("An AOT cache needs JDK 25 or newer: install it and start again.");
        }
        try {
            Files.deleteIfExists(cache);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bench.note("  creating the AOT cache of " + kind.module());
        start(List.of("-XX:AOTCacheOutput=" + cache)).stop(STOP_AND_CREATE_CACHE);
        if (!Files.exists(cache)) {
            throw new PlatformFailure("The JVM has written no AOT cache; see the log of %s.".formatted(kind.module()));
        }
        NEW_IN_THIS_RUN.add(kind);
        return List.of("-XX:AOTCache=" + cache);
    }

    /** The seconds from the start of the processes until all services are ready. */
    static double secondsToStart(Map<OwnService, List<String>> services) {
        List<ManagedProcess> started = Collections.synchronizedList(new ArrayList<>());
        List<Runnable> starts = new ArrayList<>();
        services.forEach((service, options) -> starts.add(() -> started.add(service.start(options))));
        long begin = System.nanoTime();
        Startup.together(starts);
        double seconds = (System.nanoTime() - begin) / NANOS;
        started.forEach(process -> process.stop(STOP));
        if (started.size() != services.size()) {
            throw new PlatformFailure("A service did not start; the logs are beside the data.");
        }
        return seconds;
    }

    private static Map<String, String> environment(Path file) {
        Map<String, String> environment = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0 && !line.startsWith("#")) {
                    String value = line.substring(equals + 2, line.length() - 1);
                    environment.put(line.substring(0, equals), value.replace("'\\''", "'"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return environment;
    }
}
