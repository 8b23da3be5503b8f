package fr.cned.partenariats.local;

import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.process.PlatformFailure;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person may set by environment variables before ./run; every one has a default. */
record Settings(Ports ports, Memory memory, Optional<Path> jdk, List<String> serviceJvmOptions, DemoSize demoData) {

    static final String PREFIX = "CNED_";

    private static final String DEMO_DATA = "DEMO_DATA";
    private static final int LOWEST_PORT = 1;
    private static final int HIGHEST_PORT = 65_535;
    private static final int LEAST_MEGABYTES = 64;

    static Settings of(Map<String, String> environment) {
        int offset = number(environment, PREFIX + "PORT_OFFSET", 0, 0, 10_000);
        Map<Ports.Port, Integer> ports = new EnumMap<>(Ports.Port.class);
        for (Ports.Port port : Ports.Port.values()) {
            ports.put(port, number(environment, port.setting(), port.usual() + offset, LOWEST_PORT, HIGHEST_PORT));
        }
        Memory usual = Memory.usual();
        return new Settings(
                new Ports(ports),
                new Memory(
                        megabytes(environment, "SERVICE_HEAP", usual.serviceMegabytes()),
                        megabytes(environment, "KAFKA_HEAP", usual.kafkaMegabytes()),
                        megabytes(environment, "KEYCLOAK_HEAP", usual.keycloakMegabytes())),
                value(environment, PREFIX + "JAVA_HOME").map(Path::of),
                value(environment, PREFIX + "SERVICE_JVM_OPTIONS")
                        .map(options -> Stream.of(options.split(" ", -1))
                                .filter(option -> !option.isBlank())
                                .toList())
                        .orElse(List.of()),
                demoData(environment));
    }

    /** The settings with their defaults, as --help shows them. */
    static String help() {
        StringBuilder help = new StringBuilder();
        for (Ports.Port port : Ports.Port.values()) {
            line(help, port.setting(), Integer.toString(port.usual()), "");
        }
        line(help, PREFIX + "PORT_OFFSET", "0", "added to every port that is not set by itself");
        Memory usual = Memory.usual();
        line(help, PREFIX + "SERVICE_HEAP", Integer.toString(usual.serviceMegabytes()), "megabytes, each service");
        line(help, PREFIX + "KAFKA_HEAP", Integer.toString(usual.kafkaMegabytes()), "megabytes");
        line(help, PREFIX + "KEYCLOAK_HEAP", Integer.toString(usual.keycloakMegabytes()), "megabytes");
        line(help, PREFIX + "JAVA_HOME", "the newest JDK found", "what the parts run on");
        line(help, PREFIX + "SERVICE_JVM_OPTIONS", "none", "further options of the services' JVMs");
        line(help, PREFIX + DEMO_DATA, "full", "small: what the report names; none: an empty registry and catalogue");
        return help.toString();
    }

    private static void line(StringBuilder help, String name, String usual, String meaning) {
        help.append("  %-32s %-22s %s%n".formatted(name, usual, meaning).stripTrailing())
                .append('\n');
    }

    private static DemoSize demoData(Map<String, String> environment) {
        String size = value(environment, PREFIX + DEMO_DATA).orElse("full");
        return Stream.of(DemoSize.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(size))
                .findFirst()
                .orElseThrow(() -> new PlatformFailure(
                        "%s is \"%s\": it must be full, small or none.".formatted(PREFIX + DEMO_DATA, size)));
    }

    private static int megabytes(Map<String, String> environment, String name, int usual) {
        return number(environment, PREFIX + name, usual, LEAST_MEGABYTES, Integer.MAX_VALUE);
    }

    private static int number(Map<String, String> environment, String name, int usual, int least, int most) {
        Optional<String> text = value(environment, name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, with the range
        }
        throw new PlatformFailure(
                "%s is \"%s\": it must be a number from %d to %d.".formatted(name, text.get(), least, most));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
