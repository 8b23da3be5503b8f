package fr.cned.partenariats.benchmarks.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A main class of this program's own class path, run in another JVM. */
public final class JavaProgram {

    private JavaProgram() {}

    /** The command line up to the program's own arguments. It works in any folder. */
    public static List<String> line(List<String> options, String mainClass) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", absolute(System.getProperty("java.class.path")), mainClass));
        return line;
    }

    /** {@code java -jar} takes the class path as it was typed: relative to the folder of the caller. */
    static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
