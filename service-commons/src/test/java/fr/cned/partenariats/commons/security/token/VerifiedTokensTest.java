package fr.cned.partenariats.commons.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {

    private static final Duration TTL = Duration.ofSeconds(60);
    private static final TokenDigest TOKEN = TokenDigest.of("a.b.c");
    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicLong nanos = new AtomicLong();
    private final VerifiedTokens tokens = new VerifiedTokens(TTL, 10, new WallClock(), nanos::get);
    private final SecurityIdentity identity = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("intake"))
            .build();

    /** The wall clock and the ticker move together. */
    private final class WallClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanos.get());
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void put(TokenDigest digest, long expiresAtMillis) {
        tokens.put(digest, identity, expiresAtMillis, tokens.keyChanges());
    }

    @Test
    void aVerifiedTokenIsKnownForItsTimeOnly() {
        put(TOKEN, NEVER);
        pass(TTL.minusNanos(1));
        assertThat(tokens.find(TOKEN)).isSameAs(identity);
        pass(Duration.ofNanos(1));
        assertThat(tokens.find(TOKEN)).isNull();
    }

    @Test
    void aTokenThatExpiresIsNotKnownAnyMore() {
        put(TOKEN, Duration.ofSeconds(2).toMillis());
        pass(Duration.ofSeconds(2).minusMillis(1));
        assertThat(tokens.find(TOKEN)).isSameAs(identity);
        pass(Duration.ofMillis(1));
        assertThat(tokens.find(TOKEN)).isNull();
    }

    @Test
    void otherSigningKeysClearTheCache() {
        put(TOKEN, NEVER);
        tokens.clear();
        assertThat(tokens.find(TOKEN)).isNull();
    }

    @Test
    void aTokenThatWasVerifiedWithTheOldKeysIsNotKept() {
        long before = tokens.keyChanges();
        tokens.clear();
        tokens.put(TOKEN, identity, NEVER, before);
        assertThat(tokens.find(TOKEN)).isNull();
    }

    @Test
    void theCacheHasABound() {
        for (int i = 0; i < 1_000; i++) {
            put(TokenDigest.of("token " + i), NEVER);
        }
        assertThat(tokens.size()).isLessThanOrEqualTo(10);
    }

    @Test
    void anotherTokenIsUnknown() {
        put(TOKEN, NEVER);
        assertThat(tokens.find(TokenDigest.of("a.b.d"))).isNull();
    }
}
