package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of limits in docs/operations.md shows the settings; connections add up, and inner timeouts end first. */
class LimitsTest {

    private static final Path PROJECT = Layout.enclosingProject();
    private static final int SERVICES = 3;
    private static final int INSTANCES = 2;
    private static final int OF_THE_ADMINISTRATOR_AND_THE_EXPORTER = 3 + 3;

    private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

    @BeforeAll
    static void readSettings() throws IOException {
        String compose = Files.readString(PROJECT.resolve("docker-compose.yml"));
        Properties common = properties("service-commons/src/main/resources/META-INF/microprofile-config.properties");
        Properties enrollment = properties("enrollment-service/src/main/resources/application.properties");
        String jdbc = "quarkus.datasource.jdbc.";
        String options = common.getProperty(jdbc + "additional-jdbc-properties.options");

        SETTINGS.put("max_connections", find(compose, "max_connections=(\\d+)"));
        SETTINGS.put("KC_DB_POOL_MAX_SIZE", find(compose, "KC_DB_POOL_MAX_SIZE: (\\d+)"));
        SETTINGS.put("lock_timeout", find(options, "lock_timeout=(\\d+)"));
        SETTINGS.put("statement_timeout", find(options, "statement_timeout=(\\d+)"));
        SETTINGS.put("socketTimeout", common.getProperty(jdbc + "additional-jdbc-properties.socketTimeout"));
        SETTINGS.put(
                "session.timeout.ms", common.getProperty("mp.messaging.connector.smallrye-kafka.session.timeout.ms"));
        for (String name : List.of(jdbc + "max-size", jdbc + "acquisition-timeout", "commons.reads.time-limit")) {
            SETTINGS.put(name, common.getProperty(name));
        }
        for (String name : List.of(
                "enrollment.registration.deadline",
                "enrollment.registration.rehearsal",
                "enrollment.statistics.memory")) {
            SETTINGS.put(name, enrollment.getProperty(name));
        }
        SETTINGS.put("gateway.timeout.connect", gateway("connect"));
        SETTINGS.put("gateway.timeout.response", gateway("response"));
        SETTINGS.put("gateway.timeout.imports-request-body", gateway("importsRequestBody"));
        SETTINGS.put("gateway.timeout.imports-response", gateway("importsResponse"));
        SETTINGS.put(
                "proxy_read_timeout",
                find(
                        Files.readString(PROJECT.resolve("local-platform/src/main/docker/proxy.conf")),
                        "proxy_read_timeout (\\w+);"));
    }

    @Test
    void theTableShowsTheSettings() throws IOException {
        String page = Files.readString(PROJECT.resolve("docs/operations.md"));
        Map<String, String> table = new LinkedHashMap<>();
        Matcher row = Pattern.compile("(?m)^\\| `([\\w.-]+)` \\| (\\w+) \\| .+ \\|$")
                .matcher(page.substring(page.indexOf("\n## Limits\n"), page.indexOf("\n## Audit trail\n")));
        while (row.find()) {
            table.put(row.group(1), row.group(2));
        }

        assertThat(table).containsExactlyInAnyOrderEntriesOf(SETTINGS);
    }

    /** Each instance also has a connection for its relay, and one of the owner while it migrates. */
    @Test
    void theConnectionsOfTwoInstancesFit() {
        int services = INSTANCES * SERVICES * (number("quarkus.datasource.jdbc.max-size") + 2);

        assertThat(services + number("KC_DB_POOL_MAX_SIZE") + OF_THE_ADMINISTRATOR_AND_THE_EXPORTER)
                .isLessThanOrEqualTo(number("max_connections"));
    }

    @Test
    void innerTimeoutsEndFirst() {
        int statement = number("statement_timeout");
        int response = millis("gateway.timeout.response");

        assertThat(number("lock_timeout")).isLessThan(statement);
        assertThat(millis("commons.reads.time-limit")).isLessThan(statement);
        assertThat(statement).isLessThan(1_000 * number("socketTimeout"));
        assertThat(1_000 * number("quarkus.datasource.jdbc.acquisition-timeout") + statement)
                .isLessThanOrEqualTo(response);
        assertThat(millis("enrollment.registration.deadline") + statement).isLessThan(response);
        assertThat(millis("gateway.timeout.connect")).isLessThan(response);
        assertThat(statement).isLessThan(number("session.timeout.ms"));
        assertThat(millis("gateway.timeout.imports-request-body") + millis("gateway.timeout.imports-response"))
                .isLessThan(millis("proxy_read_timeout"));
    }

    private static int number(String setting) {
        return Integer.parseInt(SETTINGS.get(setting));
    }

    private static int millis(String setting) {
        String value = SETTINGS.get(setting);
        return value.endsWith("ms")
                ? Integer.parseInt(value.substring(0, value.length() - 2))
                : 1_000 * Integer.parseInt(value.substring(0, value.length() - 1));
    }

    private static String gateway(String timeout) throws IOException {
        return find(
                Files.readString(
                        PROJECT.resolve("gateway/src/main/java/fr/cned/partenariats/gateway/GatewayConfig.java")),
                "@WithDefault\\(\"(\\w+)\"\\)\\s+Duration " + timeout + "\\(\\)");
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static Properties properties(String file) throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(PROJECT.resolve(file))) {
            properties.load(in);
        }
        return properties;
    }
}
