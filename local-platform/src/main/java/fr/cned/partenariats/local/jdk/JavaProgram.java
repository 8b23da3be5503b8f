package fr.cned.partenariats.local.jdk;

import java.util.ArrayList;
import java.util.List;

/**
 * A Java program of the platform.
 *
 * @param name the name of the part that it runs
 * @param options options of the JVM, without the class path and those of the {@link Profile}
 * @param classPath the class path, or a jar whose manifest names the main class
 * @param main the main class and its arguments; empty when the manifest names the main class
 */
public record JavaProgram(String name, List<String> options, String classPath, List<String> main) {

    List<String> commandLine(Jdk jdk, Profile profile, List<String> moreOptions) {
        List<String> line = new ArrayList<>(List.of(jdk.java().toString()));
        line.addAll(profile.options());
        line.addAll(options);
        line.addAll(moreOptions);
        line.addAll(List.of(main.isEmpty() ? "-jar" : "-cp", classPath));
        line.addAll(main);
        return line;
    }
}
