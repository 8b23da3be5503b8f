package fr.cned.partenariats.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import fr.cned.partenariats.gateway.GatewayConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/**
 * Bounds what an address may cost before its tokens are known: a token bucket for all requests without a
 * verified token, and a lockout after repeated invalid tokens. A caller with a verified token passes both, so
 * an attacker behind the same address does not stop it.
 */
@Singleton
public class AddressLimits {

    private final Buckets buckets;
    private final Cache<String, Failures> failing;
    private final int maxFailures;
    private final long withinMillis;
    private final long lastsMillis;
    private final Clock clock;
    private final LimitMetrics metrics;

    AddressLimits(GatewayConfig config, Clock clock, LimitMetrics metrics) {
        this.buckets = new Buckets(
                config.addressLimit().requestsPerSecond(),
                config.addressLimit().burst(),
                config.addressLimit().maxAddresses());
        Duration within = config.lockout().within();
        Duration lasts = config.lockout().lasts();
        this.failing = Caffeine.newBuilder()
                .maximumSize(config.addressLimit().maxAddresses())
                .expireAfterWrite(within.plus(lasts))
                .executor(Runnable::run)
                .build();
        this.maxFailures = config.lockout().failures();
        this.withinMillis = within.toMillis();
        this.lastsMillis = lasts.toMillis();
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Takes one request from what the address may send. False: none was left, and the response has Retry-After. */
    public boolean admits(String address, HttpServerResponse response) {
        if (buckets.of(address).tryConsume(1)) {
            return true;
        }
        response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        metrics.refused(Limit.ADDRESS_RATE);
        return false;
    }

    /** Whether no unknown token from the address is verified at the moment; the response then has Retry-After. */
    public boolean lockedOut(String address, HttpServerResponse response) {
        Failures failures = failing.getIfPresent(address);
        long wait = failures == null ? 0 : failures.lockedUntil() - clock.millis();
        if (wait <= 0) {
            return false;
        }
        response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, (wait + 999) / 1_000)));
        metrics.refused(Limit.ADDRESS_LOCKOUT);
        return true;
    }

    /** Counts an invalid token from the address. */
    public void failed(String address) {
        long now = clock.millis();
        Failures failures = failing.asMap()
                .compute(
                        address,
                        (key, before) -> before == null || now - before.since() > withinMillis
                                ? next(new Failures(now, 0, 0), now)
                                : next(before, now));
        if (failures.count() == maxFailures) {
            metrics.lockedOut();
        }
    }

    private Failures next(Failures before, long now) {
        int count = before.count() + 1;
        return count < maxFailures
                ? new Failures(before.since(), count, 0)
                : new Failures(before.since(), count, count == maxFailures ? now + lastsMillis : before.lockedUntil());
    }

    private record Failures(long since, int count, long lockedUntil) {}
}
