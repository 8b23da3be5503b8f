package fr.cned.partenariats.local;

import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.lifecycle.FileLease;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.lifecycle.Progress;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Layout;
import fr.cned.partenariats.local.wiring.Memory;
import fr.cned.partenariats.local.wiring.Ports;
import fr.cned.partenariats.local.wiring.Secrets;
import fr.cned.partenariats.local.wiring.Wiring;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link LocalPlatform}; each has a default. */
public final class LocalPlatformBuilder {

    private Layout layout = Layout.ofProject(Layout.enclosingProject());
    private Ports ports = Ports.standard();
    private Profile profile = Profile.SMALL;
    private @Nullable Jdk jdk;
    private boolean fresh;
    private boolean recording;
    private @Nullable Path aotDirectory;
    private List<String> jvmOptions = List.of();
    private final Set<ServiceKind> external = EnumSet.noneOf(ServiceKind.class);
    private final Map<ServiceKind, Map<String, String>> environments = new EnumMap<>(ServiceKind.class);
    private Progress progress = Progress.silent();

    LocalPlatformBuilder() {}

    /** The folder of data, secrets, logs and the list of processes; by default .local in the checkout. */
    public LocalPlatformBuilder directory(Path folder) {
        this.layout = new Layout(layout.project(), folder, layout.cache());
        return this;
    }

    public LocalPlatformBuilder ports(Ports chosen) {
        this.ports = chosen;
        return this;
    }

    /** The options and heaps of the JVMs; by default those for a small machine. */
    public LocalPlatformBuilder profile(Profile chosen) {
        this.profile = chosen;
        return this;
    }

    /** The JDK that runs the parts; by default the newest of this machine. */
    public LocalPlatformBuilder jdk(Jdk chosen) {
        this.jdk = chosen;
        return this;
    }

    /** Whether to delete the data and secrets of earlier starts. */
    public LocalPlatformBuilder fresh(boolean wanted) {
        this.fresh = wanted;
        return this;
    }

    /** Whether starts are recorded, so that {@link LocalPlatform#trainAotCaches} can make the next start faster. */
    public LocalPlatformBuilder recording(boolean wanted) {
        this.recording = wanted;
        return this;
    }

    /** The folder of the AOT caches; by default one that all platforms of the checkout share. */
    public LocalPlatformBuilder aotDirectory(Path folder) {
        this.aotDirectory = folder;
        return this;
    }

    /** Services that the platform does not start, because the developer runs them on the same ports. */
    public LocalPlatformBuilder without(Collection<ServiceKind> services) {
        this.external.addAll(services);
        return this;
    }

    /** More options for the JVM of each service. */
    public LocalPlatformBuilder jvmOptions(List<String> options) {
        this.jvmOptions = List.copyOf(options);
        return this;
    }

    /** An environment variable for one service. */
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
            deleteData();
        }
        Wiring wiring =
                new Wiring(layout, ports, Memory.of(profile), new Secrets(layout.secrets()), jvmOptions, environments);
        Jdk chosen = Optional.ofNullable(jdk).orElseGet(() -> Jdk.choose(Optional.empty()));
        Path aot =
                Optional.ofNullable(aotDirectory).orElseGet(() -> layout.cache().resolve("aot"));
        return new LocalPlatform(wiring, chosen, profile, aot, recording, external, progress);
    }

    private void deleteData() {
        FileLease lock = FileLease.tryTake(layout.lock())
                .orElseThrow(() -> new PlatformFailure(
                        "A running platform uses the data. Stop it with ./run stop, then run ./run --fresh."));
        try {
            new ProcessLedger(layout.runDirectory(), StopOrder::of).endLeftovers(Duration.ofSeconds(10));
            layout.deleteData();
        } finally {
            lock.close();
        }
    }
}
