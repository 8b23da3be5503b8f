package fr.cned.partenariats.local.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Creates the files by which {@link Jdk} recognizes a Java installation. */
final class FakeJdk {

    private FakeJdk() {}

    static Path in(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        for (String program : new String[] {"java", "jcmd"}) {
            Path file = Files.createFile(home.resolve("bin").resolve(program));
            if (!file.toFile().setExecutable(true)) {
                throw new IOException(file + " could not be made executable.");
            }
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
