package fr.cned.partenariats.local.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads files of the class path. */
public final class Resource {

    private Resource() {}

    /** @param path absolute, such as {@code /kafka/rights.txt} */
    public static String text(String path) {
        try (InputStream in = Objects.requireNonNull(Resource.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
