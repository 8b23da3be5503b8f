package fr.cned.partenariats.local.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The versions of PostgreSQL and Keycloak that the build declares. Each version is unpacked into its own folder. */
public final class Versions {

    private static final Properties VERSIONS = read();

    private Versions() {}

    public static String of(String part) {
        return Objects.requireNonNull(VERSIONS.getProperty(part), part);
    }

    private static Properties read() {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(Versions.class.getResourceAsStream("versions.properties"))) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
