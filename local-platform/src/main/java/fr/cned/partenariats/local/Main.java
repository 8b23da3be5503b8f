package fr.cned.partenariats.local;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs the commands of ./run. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        printUtf8();
        try {
            String command = arguments.length == 0 ? "start" : arguments[0];
            List<String> options = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
            Layout layout = Layout.ofProject(Layout.enclosingProject());
            switch (command) {
                case "start" ->
                    new Launcher(layout, Settings.of(System.getenv()))
                            .run(options.contains("--fresh"), without(options));
                case "stop" -> new RunningPlatform(layout).stop();
                case "status" -> System.exit(new RunningPlatform(layout).status());
                case "audit" -> System.exit(new AuditCheck(layout).run());
                case "restart" -> new RunningPlatform(layout).requestRestart(options.get(0));
                case "settings" -> System.out.print(Settings.help());
                default -> throw new PlatformFailure("Unknown command " + command + ": see ./run --help.");
            }
        } catch (RuntimeException failure) {
            if (!PlatformFailure.isExplained(failure)) {
                failure.printStackTrace();
            }
            System.err.println(PlatformFailure.sentence(failure));
            System.exit(1);
        }
    }

    /** The services that {@code --without} names; each name follows its own {@code --without}. */
    static Set<ServiceKind> without(List<String> options) {
        Set<ServiceKind> services = EnumSet.noneOf(ServiceKind.class);
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).equals("--without")) {
                String module = i + 1 < options.size() ? options.get(i + 1) : "";
                services.add(ServiceKind.ofModule(module)
                        .orElseThrow(() -> new PlatformFailure("--without needs the name of a service: %s."
                                .formatted(Arrays.stream(ServiceKind.values())
                                        .map(ServiceKind::module)
                                        .collect(Collectors.joining(", "))))));
            }
        }
        return services;
    }

    /** Without a UTF-8 locale, Java would print ? for each accent of the lines that people copy. */
    public static void printUtf8() {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }
}
