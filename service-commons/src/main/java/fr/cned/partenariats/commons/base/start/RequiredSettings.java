package fr.cned.partenariats.commons.base.start;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** The settings without a default: addresses and credentials of database, broker and identity provider, and others. */
final class RequiredSettings {

    private static final String OWNER_PASSWORD = "quarkus.flyway.password";

    private static final List<String> NAMES = List.of(
            "quarkus.datasource.jdbc.url",
            "quarkus.datasource.username",
            "quarkus.datasource.password",
            OWNER_PASSWORD,
            "kafka.bootstrap.servers",
            "quarkus.oidc.auth-server-url");

    private RequiredSettings() {}

    /** Further names of a service, separated by commas. */
    private static final String MORE = "commons.required-settings";

    static List<String> missingIn(Config config) {
        return Stream.concat(NAMES.stream(), config.getOptionalValues(MORE, String.class).orElse(List.of()).stream())
                .filter(name -> isNeeded(name, config))
                .filter(name -> config.getOptionalValue(name, String.class).isEmpty())
                .toList();
    }

    /** An instance that does not migrate the schema needs no password of its owner. */
    private static boolean isNeeded(String name, Config config) {
        return !name.equals(OWNER_PASSWORD) || config.getValue("quarkus.flyway.migrate-at-start", Boolean.class);
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
