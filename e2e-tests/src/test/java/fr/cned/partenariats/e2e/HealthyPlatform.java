package fr.cned.partenariats.e2e;

import fr.cned.partenariats.commons.testing.OtlpReceiver;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.LocalPlatformBuilder;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.demo.LoadedDemo;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A platform with demonstration data in which no test makes a part fail. {@link ReadmeIT}, {@link TraceIT} and
 * {@link LogsAndPortsIT} share it. They run in this order on one thread, beside classes that use the {@link Platform};
 * the last one stops it. Only {@link ReadmeIT}, a nightly test, needs all data.
 *
 * <p>Other tests need the {@link Platform}: they wait until all events are sent, and here the daily job activates ten
 * thousand enrollments after the load.
 */
final class HealthyPlatform {

    /** The README's commands run here. */
    static final Path FOLDER = Path.of("target/readme").toAbsolutePath();

    static final Path DIRECTORY = FOLDER.resolve(".local");

    /** A part records a trace when the last 16 digits of its id, as a number, are below this share of all. */
    private static final String SHARE_OF_TRACES = "1e-15";

    private static @Nullable HealthyPlatform running;

    private final Ports ports = Ports.random();
    private final OtlpReceiver collector;
    private final LocalPlatform platform;
    private final LoadedDemo demo;

    private HealthyPlatform(DemoSize size) {
        try {
            collector = new OtlpReceiver();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LocalPlatformBuilder settings = Platform.fresh(DIRECTORY).ports(ports);
        for (ServiceKind kind : ServiceKind.values()) {
            settings.environment(kind, "QUARKUS_OTEL_SDK_DISABLED", "false")
                    .environment(kind, "QUARKUS_OTEL_TRACES_SAMPLER_ARG", SHARE_OF_TRACES)
                    .environment(kind, "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())
                    .environment(kind, "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                    .environment(kind, "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "500ms");
        }
        platform = settings.build().start();
        demo = loaded(platform, size);
    }

    /** A second call continues an interrupted load, for example after a stall of the machine. */
    private static LoadedDemo loaded(LocalPlatform platform, DemoSize size) {
        try {
            return platform.loadDemo(size);
        } catch (PlatformFailure interrupted) {
            return platform.loadDemo(size);
        }
    }

    /** Starts the platform with few data if it does not run. */
    static HealthyPlatform get() {
        return get(DemoSize.SMALL);
    }

    /** Starts the platform with these data if it does not run. */
    static synchronized HealthyPlatform get(DemoSize size) {
        if (running == null) {
            running = new HealthyPlatform(size);
        }
        return running;
    }

    /** Stops the platform. */
    static synchronized void close() {
        if (running != null) {
            running.platform.close();
            running.collector.close();
            running = null;
        }
    }

    /** A new id of a trace that each part records. */
    static String recordedTrace() {
        return "%016x%016x".formatted(UUID.randomUUID().getMostSignificantBits(), 1);
    }

    LocalPlatform platform() {
        return platform;
    }

    LoadedDemo demo() {
        return demo;
    }

    Ports ports() {
        return ports;
    }

    OtlpReceiver collector() {
        return collector;
    }

    /** An access token of a client of the realm. */
    String token(String client) {
        return platform.token(platform.client(client));
    }
}
