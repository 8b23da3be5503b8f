package fr.cned.partenariats.local.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the search looks at in a Java installation, without one. */
final class FakeJdk {

    private FakeJdk() {}

    static Path in(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        for (String program : new String[] {"java", "jcmd"}) {
            Path file = Files.createFile(home.resolve("bin").resolve(program));
            if (!file.toFile().setExecutable(true)) {
                throw new IOException(file + " cannot be made executable");
            }
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
