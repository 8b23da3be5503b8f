package fr.cned.partenariats.local;

import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.wiring.Ports;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of ./run, from environment variables. Each has a default. */
record Settings(Ports ports, Profile profile, Optional<Path> jdk, List<String> serviceJvmOptions, DemoSize demoData) {

    private static final String PREFIX = Ports.SETTING_PREFIX;
    private static final String OFFSET = PREFIX + "PORT_OFFSET";
    private static final String DEMO_DATA = "DEMO_DATA";
    private static final String PROFILE = "PROFILE";
    private static final int LOWEST_PORT = 1;
    private static final int HIGHEST_PORT = 65_535;

    static Settings of(Map<String, String> environment) {
        int offset = number(environment, OFFSET, 0, 0, Ports.HIGHEST_OFFSET);
        if (!Ports.isOffset(offset)) {
            throw new PlatformFailure("%s is \"%d\": set it to a multiple of %d from 0 to %d."
                    .formatted(OFFSET, offset, Ports.OFFSET_STEP, Ports.HIGHEST_OFFSET));
        }
        Map<Ports.Port, Integer> ports = new EnumMap<>(Ports.Port.class);
        for (Ports.Port port : Ports.Port.values()) {
            ports.put(port, number(environment, port.setting(), port.standard() + offset, LOWEST_PORT, HIGHEST_PORT));
        }
        Profile profile = choice(environment, PROFILE, Profile.SMALL);
        return new Settings(
                new Ports(ports),
                profile,
                value(environment, PREFIX + "JAVA_HOME").map(Path::of),
                value(environment, PREFIX + "SERVICE_JVM_OPTIONS")
                        .map(options -> Stream.of(options.split(" ", -1))
                                .filter(option -> !option.isBlank())
                                .toList())
                        .orElse(List.of()),
                choice(environment, DEMO_DATA, DemoSize.FULL));
    }

    /** The settings with their defaults, for --help. */
    static String help() {
        StringBuilder help = new StringBuilder();
        for (Ports.Port port : Ports.Port.values()) {
            line(help, port.setting(), Integer.toString(port.standard()), "");
        }
        line(help, OFFSET, "0", "100, 200 … 900: is added to every port that has no setting");
        line(
                help,
                PREFIX + PROFILE,
                lowerCase(Profile.SMALL),
                "production: larger heaps and the compiler C2; figures of speed and memory are from it");
        line(help, PREFIX + "JAVA_HOME", "the newest JDK found", "the JDK that runs the parts");
        line(
                help,
                PREFIX + "SERVICE_JVM_OPTIONS",
                "none",
                "more options for the JVM of each service, such as -Xmx256m");
        line(
                help,
                PREFIX + DEMO_DATA,
                "full",
                "small: only the data that the report names; none: an empty registry and catalogue");
        return help.toString();
    }

    private static void line(StringBuilder help, String name, String standard, String meaning) {
        help.append("  %-32s %-22s %s%n".formatted(name, standard, meaning).stripTrailing())
                .append('\n');
    }

    /** The constant whose name in lower case is the value of the setting. */
    private static <E extends Enum<E>> E choice(Map<String, String> environment, String name, E standard) {
        Optional<String> text = value(environment, PREFIX + name);
        if (text.isEmpty()) {
            return standard;
        }
        E[] choices = standard.getDeclaringClass().getEnumConstants();
        return Stream.of(choices)
                .filter(choice -> lowerCase(choice).equals(text.get()))
                .findFirst()
                .orElseThrow(() -> new PlatformFailure("%s is \"%s\": set it to one of %s."
                        .formatted(
                                PREFIX + name,
                                text.get(),
                                Stream.of(choices).map(Settings::lowerCase).collect(Collectors.joining(", ")))));
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static int number(Map<String, String> environment, String name, int standard, int least, int most) {
        Optional<String> text = value(environment, name);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below, with the range
        }
        throw new PlatformFailure(
                "%s is \"%s\": set it to a number from %d to %d.".formatted(name, text.get(), least, most));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
