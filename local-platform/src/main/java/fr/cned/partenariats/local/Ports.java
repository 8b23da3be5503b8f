package fr.cned.partenariats.local;

import fr.cned.partenariats.local.process.PlatformFailure;
import fr.cned.partenariats.local.process.TcpPort;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Where each part listens, all on loopback. */
public final class Ports {

    /** Each port with the number that it has unless told otherwise. */
    public enum Port {
        GATEWAY(8080),
        PARTNER(8081),
        CATALOG(8082),
        ENROLLMENT(8083),
        GATEWAY_MANAGEMENT(9080),
        PARTNER_MANAGEMENT(9081),
        CATALOG_MANAGEMENT(9082),
        ENROLLMENT_MANAGEMENT(9083),
        POSTGRESQL(54320),
        KAFKA(19092),
        KAFKA_CONTROLLER(19093),
        KEYCLOAK(8180),
        KEYCLOAK_MANAGEMENT(9100);

        private final int usual;

        Port(int usual) {
            this.usual = usual;
        }

        int usual() {
            return usual;
        }

        /** The environment variable that sets it. */
        String setting() {
            return Settings.PREFIX + name() + "_PORT";
        }
    }

    private final Map<Port, Integer> numbers;

    Ports(Map<Port, Integer> numbers) {
        this.numbers = new EnumMap<>(numbers);
    }

    public static Ports usual() {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, port.usual());
        }
        return new Ports(numbers);
    }

    /** Ports that are free now. */
    public static Ports random() {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            int free = TcpPort.anyFree();
            while (numbers.containsValue(free)) {
                free = TcpPort.anyFree();
            }
            numbers.put(port, free);
        }
        return new Ports(numbers);
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

    /** Fails on the first that another program has, or that two parts would share. */
    void requireFree() {
        Map<Integer, Port> owners = new LinkedHashMap<>();
        for (Port port : Port.values()) {
            Port other = owners.put(of(port), port);
            if (other != null) {
                throw new PlatformFailure("Port %d is given to two parts: set %s or %s to another."
                        .formatted(of(port), other.setting(), port.setting()));
            }
            TcpPort.requireFree(of(port), port.name().toLowerCase(Locale.ROOT).replace('_', ' '), port.setting());
        }
    }
}
