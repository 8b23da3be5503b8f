package fr.cned.partenariats.local;

import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.process.FileLease;
import fr.cned.partenariats.local.process.PlatformFailure;
import fr.cned.partenariats.local.process.ProcessLedger;
import fr.cned.partenariats.local.service.ServiceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link LocalPlatform}; each has a default. */
public final class LocalPlatformBuilder {

    private Path project = Layout.enclosingProject();
    private @Nullable Path directory;
    private @Nullable Path cache;
    private Ports ports = Ports.usual();
    private Memory memory = Memory.usual();
    private @Nullable Jdk jdk;
    private boolean fresh;
    private boolean learning;
    private List<String> jvmOptions = List.of();
    private final Map<ServiceKind, Map<String, String>> environments = new EnumMap<>(ServiceKind.class);
    private Progress progress = Progress.silent();

    LocalPlatformBuilder() {}

    /** The checkout whose packaged services are started; by default the one around the current folder. */
    public LocalPlatformBuilder project(Path checkout) {
        this.project = checkout;
        return this;
    }

    /** Where data, secrets, logs and the list of processes are kept; by default .local in the checkout. */
    public LocalPlatformBuilder directory(Path kept) {
        this.directory = kept;
        return this;
    }

    /** Unpacked archives, shared by all platforms; by default .local/cache in the checkout. */
    public LocalPlatformBuilder cache(Path shared) {
        this.cache = shared;
        return this;
    }

    public LocalPlatformBuilder ports(Ports chosen) {
        this.ports = chosen;
        return this;
    }

    public LocalPlatformBuilder memory(Memory chosen) {
        this.memory = chosen;
        return this;
    }

    /** What the parts run on; by default the newest that this machine has. */
    public LocalPlatformBuilder jdk(Jdk chosen) {
        this.jdk = chosen;
        return this;
    }

    /** Whether to forget data and secrets of earlier starts. */
    public LocalPlatformBuilder fresh(boolean wanted) {
        this.fresh = wanted;
        return this;
    }

    /** Whether JVMs record their start where {@link LocalPlatform#learn} could make the next one faster. */
    public LocalPlatformBuilder learning(boolean wanted) {
        this.learning = wanted;
        return this;
    }

    /** Further options of the services' JVMs. */
    public LocalPlatformBuilder jvmOptions(List<String> options) {
        this.jvmOptions = List.copyOf(options);
        return this;
    }

    /** A configuration value for one service, as an environment variable. */
    public LocalPlatformBuilder environment(ServiceKind service, String variable, String value) {
        environments.computeIfAbsent(service, kind -> new HashMap<>()).put(variable, value);
        return this;
    }

    public LocalPlatformBuilder progress(Progress listener) {
        this.progress = listener;
        return this;
    }

    public LocalPlatform build() {
        if (fresh) {
            forgetData(layout());
        }
        return new LocalPlatform(this);
    }

    private static void forgetData(Layout layout) {
        FileLease taken = FileLease.tryTake(layout.lock())
                .orElseThrow(() -> new PlatformFailure("The data are in use: ./run stop first, then ./run --fresh."));
        try {
            new ProcessLedger(layout.runDirectory()).endLeftovers(Duration.ofSeconds(10));
            layout.forgetData();
        } finally {
            taken.close();
        }
    }

    Layout layout() {
        Path local = project.resolve(".local");
        return Layout.of(
                project,
                Optional.ofNullable(directory).orElse(local),
                Optional.ofNullable(cache).orElse(local.resolve("cache")));
    }

    Ports ports() {
        return ports;
    }

    Memory memory() {
        return memory;
    }

    Jdk jdk() {
        return Optional.ofNullable(jdk).orElseGet(() -> Jdk.choose(Optional.empty()));
    }

    boolean learning() {
        return learning;
    }

    List<String> jvmOptions() {
        return jvmOptions;
    }

    Map<ServiceKind, Map<String, String>> environments() {
        return environments;
    }

    Progress progress() {
        return progress;
    }
}
