package fr.cned.partenariats.local.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/**
 * The ids of a complete load, in a file beside the databases. With it, a start need not compare all data, whose cost
 * grows with the number of enrollments. The file appears in one step after the last write, so a load that was killed has
 * none.
 */
final class CompletedLoad {

    private static final String DATA = "data";
    private static final String ID = "id.";

    private final Path file;
    private final String digest;

    /** @param data a load of other data does not count */
    CompletedLoad(Path file, DemoData data) {
        this.file = file;
        this.digest = UUID.nameUUIDFromBytes(data.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Defines all names of the complete load. Returns false if there is none of these data. */
    boolean readInto(References references) {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException unreadable) {
            return false;
        }
        if (!digest.equals(properties.getProperty(DATA))) {
            return false;
        }
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(ID)) {
                references.define(name.substring(ID.length()), properties.getProperty(name));
            }
        }
        return true;
    }

    void write(References references) {
        Properties properties = new Properties();
        properties.setProperty(DATA, digest);
        for (Map.Entry<String, String> reference : references.all().entrySet()) {
            properties.setProperty(ID + reference.getKey(), reference.getValue());
        }
        try {
            Path complete =
                    Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
            try (var out = Files.newOutputStream(complete)) {
                properties.store(out, null);
            }
            Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException noRecord) {
            // the next start compares all data again
        }
    }
}
