package fr.cned.partenariats.gateway.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.SmallLimits;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import fr.cned.partenariats.gateway.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests without a verified token are limited per address. */
@QuarkusTest
@TestProfile(SmallLimits.class)
@QuarkusTestResource(StubEnvironmentResource.class)
class AddressLimitIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final AtomicInteger NEXT = new AtomicInteger(10);

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"/v1/partners", "/v1/../x", "/nowhere", "/health", "/docs/", "/v1/partners?q=|"})
    void floodWithoutTokenIsRefusedAndAffectsNeitherVerifiedCallersNorOtherAddresses(String path) throws IOException {
        String from = "127.0.3." + NEXT.getAndIncrement();
        String known = stubs.tokens().valid();
        assertThat(get(from, known)).startsWith("HTTP/1.1 200 ");
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String answer = flood(from, head);
        assertThat(answer)
                .contains("\"address-rate-limited\"", "application/problem+json")
                .containsIgnoringCase("retry-after: 1")
                .containsIgnoringCase("cache-control: no-store")
                .containsIgnoringCase("x-content-type-options: nosniff");
        assertThat(get(from, known)).as("a verified token").startsWith("HTTP/1.1 200 ");
        assertThat(get("127.0.3.9", stubs.tokens().valid()))
                .as("another address")
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void addressWithInvalidTokensIsLockedOutForAShortTime() throws IOException {
        String from = "127.0.3.1";
        String known = stubs.tokens().valid();
        assertThat(get(from, known)).startsWith("HTTP/1.1 200 ");
        sendInvalidTokens(from);

        assertThat(get(from, stubs.tokens().valid()))
                .startsWith("HTTP/1.1 429 ")
                .contains("\"locked-out\"", "application/problem+json")
                .containsPattern("(?i)retry-after: [1-4]\r\n");
        assertThat(get(from, known)).as("a token verified before").startsWith("HTTP/1.1 200 ");
        assertThat(get("127.0.3.2", stubs.tokens().valid()))
                .as("another address")
                .startsWith("HTTP/1.1 200 ");
        String fresh = stubs.tokens().valid();
        await().atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(get(from, fresh)).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void invalidTokensOfTheHealthPageCountToo() throws IOException {
        String from = "127.0.3.5";
        for (int i = 0; i < SmallLimits.LOCKOUT_FAILURES; i++) {
            assertThat(getAt("/health", from, invalid())).startsWith("HTTP/1.1 200 ");
        }
        assertThat(get(from, stubs.tokens().valid())).contains("\"locked-out\"");
    }

    @Test
    void limitsApplyToTheClientAddressBehindATrustedProxy() throws IOException {
        for (int i = 0; i < SmallLimits.LOCKOUT_FAILURES; i++) {
            assertThat(get(SmallLimits.TRUSTED_PROXY, invalid(), "X-Forwarded-For: 1.1.1." + i + ", 9.9.9.9, 10.1.2.3"))
                    .startsWith("HTTP/1.1 401 ");
        }
        assertThat(get(SmallLimits.TRUSTED_PROXY, stubs.tokens().valid(), "X-Forwarded-For: 9.9.9.9"))
                .contains("\"locked-out\"");
        assertThat(get(SmallLimits.TRUSTED_PROXY, stubs.tokens().valid(), "X-Forwarded-For: 9.9.9.9, 8.8.8.8"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"x-forwarded-for\":\"8.8.8.8\"");
    }

    @Test
    void ipv6NetworkBehindATrustedProxyCountsAsOneAddress() throws IOException {
        for (int i = 0; i < SmallLimits.LOCKOUT_FAILURES; i++) {
            get(SmallLimits.TRUSTED_PROXY, invalid(), "X-Forwarded-For: 2001:db8:7:7::" + i);
        }
        assertThat(get(SmallLimits.TRUSTED_PROXY, stubs.tokens().valid(), "X-Forwarded-For: 2001:db8:7:7:a:b:c:d"))
                .contains("\"locked-out\"");
        assertThat(get(SmallLimits.TRUSTED_PROXY, stubs.tokens().valid(), "X-Forwarded-For: 2001:db8:7:8::1"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void forwardedForFromAnUntrustedClientIsIgnored() throws IOException {
        for (int i = 0; i < SmallLimits.LOCKOUT_FAILURES; i++) {
            get("127.0.3.3", invalid(), "X-Forwarded-For: 7.7.7." + i);
        }
        assertThat(get("127.0.3.3", stubs.tokens().valid(), "X-Forwarded-For: 7.7.8.8"))
                .contains("\"locked-out\"");
        assertThat(get("127.0.3.4", stubs.tokens().valid(), "X-Forwarded-For: 7.7.8.8"))
                .contains("\"x-forwarded-for\":\"127.0.3.4\"");
    }

    private void sendInvalidTokens(String from) throws IOException {
        for (int i = 0; i < SmallLimits.LOCKOUT_FAILURES; i++) {
            assertThat(get(from, invalid())).startsWith("HTTP/1.1 401 ");
        }
    }

    private String invalid() {
        return new Tokens("http://elsewhere", stubs.identityProvider.key()).valid();
    }

    private String flood(String from, String head) throws IOException {
        for (int i = 0; i < 10 * SmallLimits.ADDRESS_BURST; i++) {
            try (RawHttp http = new RawHttp(port, from)) {
                String answer = http.send(head).readUntil("\r\n\r\n");
                if (answer.startsWith("HTTP/1.1 429 ")) {
                    return answer + http.readUntil("}");
                }
            }
        }
        return "no request was refused";
    }

    private String get(String from, String token, String... headers) throws IOException {
        return getAt("/v1/partners", from, token, headers);
    }

    private String getAt(String path, String from, String token, String... headers) throws IOException {
        try (RawHttp http = new RawHttp(port, from)) {
            return http.send(stubs.headOf(token, "GET " + path, headers)).readUntil("}");
        }
    }
}
