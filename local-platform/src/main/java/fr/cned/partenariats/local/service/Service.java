package fr.cned.partenariats.local.service;

import fr.cned.partenariats.local.jdk.AotCache;
import fr.cned.partenariats.local.jdk.JavaProgram;
import fr.cned.partenariats.local.jdk.Jdk;
import fr.cned.partenariats.local.process.Await;
import fr.cned.partenariats.local.process.HttpProbe;
import fr.cned.partenariats.local.process.ManagedProcess;
import fr.cned.partenariats.local.process.Part;
import fr.cned.partenariats.local.process.PlatformFailure;
import fr.cned.partenariats.local.process.ProcessLedger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One running instance of a packaged service, configured as in deployment: by environment variables. */
public final class Service implements Part {

    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Launch launch;
    private final AotCache aotCache;
    private final HttpProbe ready;
    private final ManagedProcess process;

    /**
     * @param name of the instance, for status and logs
     * @param folder Quarkus's packaged application
     * @param environment what differs between services; ports and hosts are added
     */
    public record Launch(
            String name,
            ServiceKind kind,
            Path folder,
            Path cache,
            Path log,
            int port,
            int managementPort,
            List<String> jvmOptions,
            Map<String, String> environment) {}

    public Service(Launch launch, Jdk jdk, boolean learning, ProcessLedger ledger) {
        this.launch = launch;
        this.ready = new HttpProbe(managementUrl().resolve("/q/health/ready"));
        this.aotCache = new AotCache(
                launch.cache().resolve("aot"),
                jdk,
                new JavaProgram(
                        launch.kind().module(),
                        Stream.concat(JavaProgram.SMALL.stream(), launch.jvmOptions().stream())
                                .toList(),
                        List.of("-Djava.util.logging.manager=org.jboss.logmanager.LogManager"),
                        jar().toString(),
                        List.of(), // the manifest opens java.lang to Quarkus; a class path alone would lose that
                        List.of(launch.folder())),
                learning,
                ledger);
        this.process = new ManagedProcess(
                ledger,
                new ManagedProcess.Command(
                        launch.name(),
                        aotCache::commandLine,
                        environment(),
                        launch.folder(),
                        launch.log(),
                        "TERM",
                        url().toString()));
    }

    @Override
    public void start() {
        if (!Files.exists(jar())) {
            throw new PlatformFailure("%s is not built: %s is missing; package the module with Maven."
                    .formatted(launch.kind().module(), jar()));
        }
        process.start();
        awaitReady();
    }

    @Override
    public void stop() {
        process.stop(aotCache.graceAtStop(STOP));
    }

    public void awaitReady() {
        Await.ready(process, ready::isOk, READY);
    }

    public boolean isReady() {
        return process.isAlive() && ready.isOk();
    }

    public ServiceKind kind() {
        return launch.kind();
    }

    public URI url() {
        return URI.create("http://localhost:" + launch.port());
    }

    public URI managementUrl() {
        return URI.create("http://localhost:" + launch.managementPort());
    }

    @Override
    public ManagedProcess process() {
        return process;
    }

    public AotCache aotCache() {
        return aotCache;
    }

    private Path jar() {
        return launch.folder().resolve("quarkus-run.jar");
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(launch.environment());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(launch.port()));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(launch.managementPort()));
        return environment;
    }
}
