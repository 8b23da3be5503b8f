package fr.cned.partenariats.commons.start;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/** The settings without a default: addresses and credentials of database, broker and identity provider. */
final class RequiredSettings {

    private static final List<String> NAMES = List.of(
            "quarkus.datasource.jdbc.url",
            "quarkus.datasource.username",
            "quarkus.datasource.password",
            "quarkus.flyway.password",
            "kafka.bootstrap.servers",
            "quarkus.oidc.auth-server-url");

    private RequiredSettings() {}

    static List<String> missingIn(Config config) {
        return NAMES.stream()
                .filter(name -> config.getOptionalValue(name, String.class).isEmpty())
                .toList();
    }

    static String describe(List<String> missing) {
        return missing.stream()
                .map(RequiredSettings::environmentVariable)
                .collect(Collectors.joining(", ", "The service cannot start. Set these environment variables: ", "."));
    }

    private static String environmentVariable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
