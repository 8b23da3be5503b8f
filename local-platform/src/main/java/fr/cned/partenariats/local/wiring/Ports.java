package fr.cned.partenariats.local.wiring;

import static java.util.stream.Collectors.toMap;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.TcpPort;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The port of each part, on the loopback interface. */
public final class Ports {

    /**
     * The ports with their default numbers. With any {@link #isOffset offset} they are below Linux's ephemeral range
     * (32768), from which outgoing connections take their ports, and no port is that of a part with another offset.
     */
    public enum Port {
        GATEWAY(8080),
        PARTNER(8081),
        CATALOG(8082),
        ENROLLMENT(8083),
        GATEWAY_MANAGEMENT(9080),
        PARTNER_MANAGEMENT(9081),
        CATALOG_MANAGEMENT(9082),
        ENROLLMENT_MANAGEMENT(9083),
        POSTGRESQL(15432),
        KAFKA(19092),
        KAFKA_CONTROLLER(19093),
        KEYCLOAK(8190),
        KEYCLOAK_MANAGEMENT(9100);

        private final int standard;

        Port(int standard) {
            this.standard = standard;
        }

        public int standard() {
            return standard;
        }

        /** The environment variable that sets the port. */
        public String setting() {
            return SETTING_PREFIX + name() + "_PORT";
        }
    }

    public static final String SETTING_PREFIX = "CNED_";

    public static final int HIGHEST_OFFSET = 900;
    public static final int OFFSET_STEP = 100;

    private final Map<Port, Integer> numbers;

    public Ports(Map<Port, Integer> numbers) {
        this.numbers = new EnumMap<>(numbers);
    }

    public static Ports standard() {
        return new Ports(Stream.of(Port.values()).collect(toMap(port -> port, Port::standard)));
    }

    /** Random ports, reserved while this process runs. */
    public static Ports random() {
        Iterator<Integer> free = Stream.generate(TcpPort::anyFree).distinct().iterator();
        return new Ports(Stream.of(Port.values()).collect(toMap(port -> port, port -> free.next())));
    }

    /** Whether the number may be added to all ports. */
    public static boolean isOffset(int number) {
        return number >= 0 && number <= HIGHEST_OFFSET && number % OFFSET_STEP == 0;
    }

    public int of(Port port) {
        return Objects.requireNonNull(numbers.get(port));
    }

    public int of(ServiceKind service) {
        return of(Port.valueOf(service.name()));
    }

    public int managementOf(ServiceKind service) {
        return of(Port.valueOf(service.name() + "_MANAGEMENT"));
    }

    /**
     * Fails on the first port that two parts share or that another program has.
     *
     * @param external services that the developer starts and that may listen already
     */
    public void requireFree(Collection<ServiceKind> external) {
        Map<Integer, Port> owners = new LinkedHashMap<>();
        for (Port port : Port.values()) {
            Port other = owners.put(of(port), port);
            if (other != null) {
                throw new PlatformFailure("Two parts have port %d: set %s or %s to another port."
                        .formatted(of(port), other.setting(), port.setting()));
            }
            if (external.stream().noneMatch(service -> port.name().startsWith(service.name()))) {
                TcpPort.requireFree(
                        of(port), port.name().toLowerCase(Locale.ROOT).replace('_', ' '), port.setting());
            }
        }
    }
}
