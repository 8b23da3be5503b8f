package fr.cned.partenariats.gateway.testing;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Map;
import java.util.Objects;

/** Reads the packaged application.properties without Quarkus. */
public final class ConfigFile {

    private static final int FILE_ORDINAL = 250;
    private static final int SETTINGS_ORDINAL = 300;

    private ConfigFile() {}

    /** Validates {@link GatewayConfig} like a start of the gateway in the profile with the additional settings. */
    public static SmallRyeConfig read(String profile, Map<String, String> settings) {
        URL file = Objects.requireNonNull(ConfigFile.class.getResource("/application.properties"));
        try {
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withProfile(profile)
                    .withSources(
                            new PropertiesConfigSource(file, FILE_ORDINAL),
                            new PropertiesConfigSource(settings, "settings", SETTINGS_ORDINAL))
                    .withMapping(GatewayConfig.class)
                    .build();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
