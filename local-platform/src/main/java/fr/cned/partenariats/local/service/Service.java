package fr.cned.partenariats.local.service;

import fr.cned.partenariats.local.jdk.AotCaches;
import fr.cned.partenariats.local.jdk.JavaProgram;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.HttpProbe;
import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.Part;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs one instance of a packaged service. */
public final class Service implements Part {

    /** The path of the readiness check on the management port. */
    public static final String READINESS = "/q/health/ready";

    private static final Duration STOP = Duration.ofSeconds(20);

    private final Settings settings;
    private final AotCaches caches;
    private final JavaProgram program;
    private final HttpProbe ready;
    private final ManagedProcess process;

    /**
     * @param name the name of the instance, for status and logs
     * @param folder the packaged application (Quarkus aot-jar)
     * @param environment the whole configuration, as environment variables
     */
    public record Settings(
            String name,
            ServiceKind kind,
            Path folder,
            Path log,
            int port,
            int managementPort,
            List<String> jvmOptions,
            Map<String, String> environment) {}

    public Service(Settings settings, AotCaches caches, ProcessLedger ledger) {
        this.settings = settings;
        this.ready = new HttpProbe(managementUrl().resolve(READINESS));
        this.caches = caches;
        this.program = new JavaProgram(
                settings.kind().module(),
                Stream.concat(
                                settings.jvmOptions().stream(),
                                Stream.of("-Djava.util.logging.manager=org.jboss.logmanager.LogManager"))
                        .toList(),
                jar().toString(),
                List.of()); // the manifest opens java.lang to Quarkus; a class path alone would not
        this.process = new ManagedProcess(
                ledger,
                new ManagedProcess.Command(
                        settings.name(),
                        () -> caches.commandLine(program),
                        withFewMemoryPools(settings.environment()),
                        settings.folder(),
                        settings.log(),
                        "TERM",
                        url().toString()));
    }

    /** As in the images: glibc gives each thread a pool of its own otherwise, and keeps what they free. */
    private static Map<String, String> withFewMemoryPools(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("MALLOC_ARENA_MAX", "2");
        return all;
    }

    @Override
    public void start() {
        if (!Files.exists(jar())) {
            throw new PlatformFailure("%s is not built, %s is missing: package the module with Maven."
                    .formatted(settings.kind().module(), jar()));
        }
        process.start();
        awaitReady();
    }

    @Override
    public void stop() {
        process.stop(caches.stopTimeout(STOP));
    }

    public void awaitReady() {
        Await.ready(process, ready::isOk, Await.LONGEST_START);
    }

    public boolean isReady() {
        return process.isAlive() && ready.isOk();
    }

    public ServiceKind kind() {
        return settings.kind();
    }

    public URI url() {
        return URI.create("http://localhost:" + settings.port());
    }

    public URI managementUrl() {
        return URI.create("http://localhost:" + settings.managementPort());
    }

    @Override
    public ManagedProcess process() {
        return process;
    }

    private Path jar() {
        return settings.folder().resolve("quarkus-run.jar");
    }
}
