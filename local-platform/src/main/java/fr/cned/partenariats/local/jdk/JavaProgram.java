package fr.cned.partenariats.local.jdk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Java program of the platform.
 *
 * @param name the name of the part that it runs
 * @param options options of the JVM, without the class path
 * @param classPath the class path, or a jar whose manifest names the main class
 * @param main the main class and its arguments; empty when the manifest names the main class
 * @param code the files and folders of its classes, whose changes invalidate its AOT cache
 */
public record JavaProgram(String name, List<String> options, String classPath, List<String> main, List<Path> code) {

    /** Little memory and a fast start, because six JVMs share one machine. */
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:+ExitOnOutOfMemoryError");

    public JavaProgram {
        options = Stream.concat(SMALL.stream(), options.stream()).toList();
    }

    List<String> commandLine(Jdk jdk, List<String> moreOptions) {
        List<String> line = new ArrayList<>(List.of(jdk.java().toString()));
        line.addAll(options);
        line.addAll(moreOptions);
        line.addAll(List.of(main.isEmpty() ? "-jar" : "-cp", classPath));
        line.addAll(main);
        return line;
    }
}
