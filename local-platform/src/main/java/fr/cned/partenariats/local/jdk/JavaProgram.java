package fr.cned.partenariats.local.jdk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for the JVM.
 *
 * @param options of the JVM, without the class path
 * @param properties further options that have no influence on what a JVM can learn from a run
 * @param classPath as the JVM reads it
 * @param main the main class and its arguments; empty where the class path is a jar whose manifest counts
 * @param code the files and folders that hold its classes: when they change, what was learned from them is void
 */
public record JavaProgram(
        String name,
        List<String> options,
        List<String> properties,
        String classPath,
        List<String> main,
        List<Path> code) {

    /** Little memory and a quick start: four services, a broker and an identity provider share one laptop. */
    public static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:+ExitOnOutOfMemoryError");

    List<String> commandLine(Jdk jdk, List<String> extraOptions) {
        List<String> line = new ArrayList<>(List.of(jdk.java().toString()));
        line.addAll(options);
        line.addAll(properties);
        line.addAll(extraOptions);
        line.addAll(List.of(main.isEmpty() ? "-jar" : "-cp", classPath));
        line.addAll(main);
        return line;
    }
}
