package fr.cned.partenariats.local.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the system that help where they exist. */
public final class Programs {

    private static final List<String> SETSID = find("setsid").map(List::of).orElse(List.of());
    private static final List<String> NICE =
            find("nice").map(nice -> List.of(nice, "-n", "19")).orElse(List.of());

    private Programs() {}

    /** The beginning of a command line that detaches what follows from the terminal. It keeps the process number. */
    static List<String> ownSession() {
        return SETSID;
    }

    /** The beginning of a command line that gives way to everything else. */
    public static List<String> lowPriority() {
        return NICE;
    }

    private static Optional<String> find(String program) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
