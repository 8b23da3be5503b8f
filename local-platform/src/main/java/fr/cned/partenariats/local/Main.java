package fr.cned.partenariats.local;

import fr.cned.partenariats.local.process.PlatformFailure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What ./run calls. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        speakUtf8();
        String command = arguments.length == 0 ? "start" : arguments[0];
        try {
            Path project = Layout.enclosingProject();
            Layout layout = Layout.of(project, project.resolve(".local"), project.resolve(".local/cache"));
            Settings settings = Settings.of(System.getenv());
            switch (command) {
                case "start" ->
                    new Launcher(layout, settings).run(List.of(arguments).contains("--fresh"));
                case "stop" -> new Control(layout).stop();
                case "status" -> System.exit(new Control(layout).status());
                case "audit" -> System.exit(new AuditCheck(layout, settings).run());
                case "restart" -> new Control(layout).requestRestart(arguments[1]);
                case "settings" -> System.out.print(Settings.help());
                default -> throw new PlatformFailure("Unknown command " + command + ".");
            }
        } catch (RuntimeException failure) {
            boolean expected = failure instanceof PlatformFailure;
            if (!expected) {
                failure.printStackTrace();
            }
            System.err.println(PlatformFailure.sentence(failure));
            System.exit(1);
        }
    }

    /** Whatever the environment says: with none Java would print ? for each accent of the lines to copy. */
    static void speakUtf8() {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }
}
