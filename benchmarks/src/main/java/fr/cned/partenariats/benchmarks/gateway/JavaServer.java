package fr.cned.partenariats.benchmarks.gateway;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Profile;
import fr.cned.partenariats.benchmarks.process.ChildProcess;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.benchmarks.process.Server;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.TcpPort;
import fr.cned.partenariats.local.service.ServiceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gateway in a JVM on the server's core, in front of the stub. */
final class JavaServer implements Server {

    private final ChildProcess process;
    private final int port;

    private JavaServer(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Our gateway, without rate limits: all load has the same address and client. */
    static JavaServer gateway(Bench bench, StubUpstream upstream, Map<String, String> settings) {
        int port = TcpPort.anyFree();
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "QUARKUS_MANAGEMENT_HOST",
                "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(TcpPort.anyFree()),
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                upstream.url() + Issuer.REALM));
        environment.putAll(Profile.NO_LIMITS);
        for (ServiceKind target : ServiceKind.withDatabase()) {
            environment.put("GATEWAY_SERVICES_" + target.name() + "_URL", upstream.url());
            environment.put("GATEWAY_SERVICES_" + target.name() + "_HEALTH_URL", upstream.url() + "/q/health/ready");
        }
        environment.putAll(settings);
        return start(
                bench,
                "gateway",
                bench.project().resolve("gateway/target/quarkus-app/quarkus-run.jar"),
                environment,
                port);
    }

    /** Spring Cloud Gateway with the same route and the same check of the token. Maven builds it on first use. */
    static JavaServer spring(Bench bench, StubUpstream upstream) {
        Path folder = bench.project().resolve("benchmarks/spring-cloud-gateway");
        Path jar = folder.resolve("target/spring-cloud-gateway.jar");
        if (!Files.exists(jar)) {
            bench.progress().note("Building Spring Cloud Gateway with Maven, once");
            Programs.output(folder, List.of(Programs.require("mvn"), "-B", "-q", "-ntp", "package"));
        }
        int port = TcpPort.anyFree();
        return start(
                bench,
                "spring-cloud-gateway",
                jar,
                Map.of("SERVER_PORT", Integer.toString(port), "UPSTREAM", upstream.url()),
                port);
    }

    private static JavaServer start(Bench bench, String name, Path jar, Map<String, String> environment, int port) {
        if (!Files.exists(jar)) {
            throw new PlatformFailure("%s is not built: run ./run benchmarks, which builds it.".formatted(jar));
        }
        List<String> line = new ArrayList<>(Profile.java());
        line.addAll(List.of("-jar", jar.toString()));
        Path folder = bench.folder(name);
        Path log = folder.resolve(name + ".log");
        ChildProcess process = ChildProcess.start(folder, log, Cores.pinned(Cores.SERVER, line), environment);
        process.awaitReady(name, log, () -> TcpPort.answers(port));
        return new JavaServer(process, port);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of(process.handle());
    }

    @Override
    public void close() {
        process.close();
    }
}
