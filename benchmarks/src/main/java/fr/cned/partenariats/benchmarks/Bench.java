package fr.cned.partenariats.benchmarks;

import fr.cned.partenariats.benchmarks.load.Generator;
import fr.cned.partenariats.benchmarks.load.Load;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.LocalPlatformBuilder;
import fr.cned.partenariats.local.lifecycle.Progress;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the scenarios share: the arguments, the generator, folders, and the platforms that run at the moment. */
public final class Bench implements AutoCloseable {

    private final Path project;
    private final Arguments arguments;
    private final Progress progress;
    private final Map<String, LocalPlatform> running = new LinkedHashMap<>();
    private final Map<LocalPlatform, Map<Class<?>, Shared>> shared = new HashMap<>();

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

    public Progress progress() {
        return progress;
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

    /**
     * The platform whose data is in .local/benchmarks/NAME, on random ports, with its data of earlier runs. It stays
     * until a scenario asks for another one.
     *
     * @param prepare runs once after each start, for example to load data that is missing
     * @param beside other platforms that may stay
     */
    public LocalPlatform platform(String name, Consumer<LocalPlatform> prepare, String... beside) {
        return platform(name, builder(name), prepare, beside);
    }

    /** @param builder the settings, for platforms that need their own */
    public LocalPlatform platform(
            String name, LocalPlatformBuilder builder, Consumer<LocalPlatform> prepare, String... beside) {
        List.copyOf(running.keySet()).stream()
                .filter(other -> !other.equals(name) && !List.of(beside).contains(other))
                .forEach(this::close);
        LocalPlatform known = running.get(name);
        if (known != null) {
            return known;
        }
        progress.note("Starting the platform " + name);
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

    /** An object that scenarios share as long as the platform runs. */
    public <T extends Shared> T shared(LocalPlatform platform, Class<T> type, Supplier<T> create) {
        return type.cast(
                shared.computeIfAbsent(platform, any -> new HashMap<>()).computeIfAbsent(type, any -> create.get()));
    }

    /** The settings of a platform that a scenario starts and stops itself. */
    public LocalPlatformBuilder builder(String name) {
        LocalPlatformBuilder builder =
                Profile.platform().directory(folder(name)).ports(Ports.random()).progress(progress);
        Profile.NO_LIMITS.forEach((setting, value) -> builder.environment(ServiceKind.GATEWAY, setting, value));
        return builder;
    }

    @Override
    public void close() {
        stopPlatforms();
    }

    void stopPlatforms() {
        List.copyOf(running.keySet()).forEach(this::close);
    }

    /** Stops the platform, if it runs. */
    public void close(String name) {
        LocalPlatform platform = running.remove(name);
        if (platform == null) {
            return;
        }
        try (platform) {
            for (Shared used : shared.getOrDefault(platform, Map.of()).values()) {
                used.close();
            }
        } catch (RuntimeException e) {
            progress.note("The platform %s did not end as it should: %s".formatted(name, e.getMessage()));
        }
        shared.remove(platform);
    }
}
