package fr.cned.partenariats.commons.base.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class RequiredSettingsTest {

    private static final Map<String, String> COMPLETE = Map.of(
            "quarkus.datasource.jdbc.url", "jdbc:postgresql://database/parking",
            "quarkus.datasource.username", "parking",
            "quarkus.datasource.password", "secret",
            "quarkus.flyway.password", "secret",
            "kafka.bootstrap.servers", "broker:9092",
            "quarkus.oidc.auth-server-url", "http://identity/realms/cned");

    /** The properties of service-commons, as in production, and these. */
    private static Config production(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addPropertiesSources()
                .withProfile("prod")
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build();
    }

    @Test
    void noRequiredSettingHasADefaultInProduction() {
        assertThat(RequiredSettings.missingIn(production(Map.of())))
                .containsExactlyInAnyOrderElementsOf(COMPLETE.keySet());
    }

    @Test
    void nothingIsMissingWhenAllAreSet() {
        assertThat(RequiredSettings.missingIn(production(COMPLETE))).isEmpty();
    }

    @Test
    void anInstanceThatDoesNotMigrateNeedsNoPasswordOfTheOwner() {
        Map<String, String> settings = new HashMap<>(COMPLETE);
        settings.remove("quarkus.flyway.password");
        assertThat(RequiredSettings.missingIn(production(settings))).containsExactly("quarkus.flyway.password");

        settings.put("quarkus.flyway.migrate-at-start", "false");
        assertThat(RequiredSettings.missingIn(production(settings))).isEmpty();
    }

    @Test
    void aServiceAddsItsOwnSettings() {
        Map<String, String> settings = new HashMap<>(COMPLETE);
        settings.put("commons.required-settings", "parking.gate.url,parking.gate.secret");
        settings.put("parking.gate.url", "http://gate");
        assertThat(RequiredSettings.missingIn(production(settings))).containsExactly("parking.gate.secret");
    }

    @Test
    void anEmptyValueIsMissing() {
        Map<String, String> settings = new HashMap<>(COMPLETE);
        settings.put("quarkus.datasource.password", "");
        assertThat(RequiredSettings.missingIn(production(settings))).containsExactly("quarkus.datasource.password");
    }

    @Test
    void oneLineNamesEnvironmentVariablesAndNoValues() {
        String line = RequiredSettings.describe(List.of("quarkus.oidc.auth-server-url", "kafka.bootstrap.servers"));
        assertThat(line)
                .isEqualTo("The service cannot start. Set these environment variables:"
                        + " QUARKUS_OIDC_AUTH_SERVER_URL, KAFKA_BOOTSTRAP_SERVERS.");
    }

    @Test
    void developmentHasAddressesOfThisMachineOnly() {
        List<String> addresses = new ArrayList<>();
        Config config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addPropertiesSources()
                .withProfile("dev")
                .build();
        for (String name : List.of("kafka.bootstrap.servers", "quarkus.oidc.auth-server-url")) {
            addresses.add(config.getValue(name, String.class));
        }
        assertThat(addresses).allMatch(address -> address.contains("localhost"));
    }
}
