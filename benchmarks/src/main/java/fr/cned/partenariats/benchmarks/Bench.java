package fr.cned.partenariats.benchmarks;

import fr.cned.partenariats.benchmarks.load.Load;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.LocalPlatformBuilder;
import fr.cned.partenariats.local.archive.UnpackedArchive;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.Progress;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the scenarios share: the arguments, the generator, folders, and the platform that runs at the moment. */
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
    private final Set<Profile> trained = EnumSet.noneOf(Profile.class);
    private String runningName = "";
    private @Nullable LocalPlatform running;

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
     */
    public LocalPlatform platform(String name, Consumer<LocalPlatform> prepare) {
        return platform(name, builder(name), prepare);
    }

    public LocalPlatform platform(String name, LocalPlatformBuilder builder, Consumer<LocalPlatform> prepare) {
        if (running != null && runningName.equals(name)) {
            return running;
        }
        stopPlatform();
        note("Starting the platform " + name);
        LocalPlatform started = builder.build().start();
        runningName = name;
        running = started;
        try {
            prepare.accept(started);
        } catch (RuntimeException failure) {
            stopPlatform();
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

    /**
     * Creates the AOT caches of a profile that are missing or older than the programs, once in a run. Then it stops the
     * platform that runs.
     *
     * @param load what the caches know of besides a start: classes, and profiles of methods
     */
    public void trainAotCaches(Profile profile, Consumer<LocalPlatform> load) {
        if (!trained.add(profile)) {
            return;
        }
        stopPlatform();
        try (LocalPlatform training =
                builder("start").profile(profile).recording(true).build().start()) {
            if (training.isRecording()) {
                load.accept(training);
                training.trainAotCaches();
            }
        }
    }

    /**
     * Creates the AOT caches of the images anew and puts them into the packages of the services. Stops the platform
     * that runs.
     *
     * @param java the JRE of the images
     */
    void trainImages(Optional<Path> java, Consumer<LocalPlatform> load) {
        stopPlatform();
        Path caches = folder("images");
        UnpackedArchive.delete(caches); // a start with a cache is not recorded
        try (LocalPlatform training = builder("start")
                .jdk(Jdk.choose(java))
                .aotDirectory(caches)
                .recording(true)
                .build()
                .start()) {
            if (!training.isRecording()) {
                throw new PlatformFailure("AOT caches need the Java of the images: set CNED_JAVA_HOME to it.");
            }
            load.accept(training);
            training.trainAotCaches();
            training.packageAotCaches();
        }
    }

    @Override
    public void close() {
        stopPlatform();
    }

    /** Stops the platform, if one runs. */
    public void stopPlatform() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
