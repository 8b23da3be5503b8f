package fr.cned.partenariats.benchmarks;

import fr.cned.partenariats.benchmarks.load.Generator;
import fr.cned.partenariats.benchmarks.load.Load;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.LocalPlatformBuilder;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.lifecycle.Progress;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the scenarios share: the arguments, the generator, folders, and the platforms that run at the moment. */
public final class Bench implements AutoCloseable {

    /** Settings of a gateway without limits of rates: all load has the same address. */
    private static final Map<String, String> NO_LIMITS = Map.of(
            "GATEWAY_RATE_LIMIT_REQUESTS_PER_SECOND", "1000000",
            "GATEWAY_RATE_LIMIT_BURST", "1000000",
            "GATEWAY_ADDRESS_LIMIT_REQUESTS_PER_SECOND", "1000000",
            "GATEWAY_ADDRESS_LIMIT_BURST", "1000000");

    private final Path project;
    private final Arguments arguments;
    private final Progress progress;
    private final Map<String, LocalPlatform> running = new LinkedHashMap<>();

    Bench(Path project, Arguments arguments, Progress progress) {
        this.project = project;
        this.arguments = arguments;
        this.progress = progress;
    }

    public Path project() {
        return project;
    }

    public Arguments arguments() {
        return arguments;
    }

    public boolean quick() {
        return arguments.quick();
    }

    public void note(String what) {
        progress.note(what);
    }

    public Load load() {
        return new Load(folder("load"));
    }

    /** For loads that {@link Load} does not cover, such as registrations. */
    public Generator generator() {
        return new Generator(folder("load"));
    }

    /** A folder below .local/benchmarks. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(project.resolve(".local/benchmarks").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The platform with the demonstration data. The first run loads them. */
    public LocalPlatform demo() {
        return platform(
                demoName(), builder(demoName()), started -> started.loadDemo(quick() ? DemoSize.SMALL : DemoSize.FULL));
    }

    /** The folder of {@link #demo}. */
    public String demoName() {
        return quick() ? "demo-quick" : "demo";
    }

    /**
     * The platform whose data is in .local/benchmarks/NAME, on random ports, with its data of earlier runs. It stays
     * until a scenario asks for another one.
     *
     * @param prepare runs once after each start, for example to load data that is missing
     * @param beside other platforms that may stay
     */
    public LocalPlatform platform(
            String name, LocalPlatformBuilder builder, Consumer<LocalPlatform> prepare, String... beside) {
        List.copyOf(running.keySet()).stream()
                .filter(other -> !other.equals(name) && !List.of(beside).contains(other))
                .forEach(this::close);
        LocalPlatform known = running.get(name);
        if (known != null) {
            return known;
        }
        note("Starting the platform " + name);
        LocalPlatform started = builder.build().start();
        running.put(name, started);
        try {
            prepare.accept(started);
        } catch (RuntimeException failure) {
            close(name);
            throw failure;
        }
        return started;
    }

    /** The settings of a platform: those of {@code CNED_PROFILE=production ./run}. */
    public LocalPlatformBuilder builder(String name) {
        LocalPlatformBuilder builder = LocalPlatform.builder()
                .profile(Profile.PRODUCTION)
                .directory(folder(name))
                .ports(Ports.random())
                .progress(progress);
        NO_LIMITS.forEach((setting, value) -> builder.environment(ServiceKind.GATEWAY, setting, value));
        return builder;
    }

    @Override
    public void close() {
        stopPlatforms();
    }

    public void stopPlatforms() {
        List.copyOf(running.keySet()).forEach(this::close);
    }

    /** Stops the platform, if it runs. */
    public void close(String name) {
        LocalPlatform platform = running.remove(name);
        if (platform != null) {
            platform.close();
        }
    }
}
