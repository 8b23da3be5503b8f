package fr.cned.partenariats.gateway.edge.limit;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Limits the requests of an address without a verified token: a token bucket, and a lockout after repeated invalid
 * tokens. Neither applies to a caller with a verified token, so an attacker at the same address does not block it.
 */
@Singleton
public class AddressLimiter {

    private final TokenBuckets buckets;
    private final Lockout lockout;
    private final LimitMetrics metrics;

    AddressLimiter(GatewayConfig config, Clock clock, LimitMetrics metrics) {
        this.buckets = new TokenBuckets(
                config.addressLimit().requestsPerSecond(), config.addressLimit().burst());
        this.lockout = new Lockout(
                config.lockout().failures(),
                config.lockout().within(),
                config.lockout().lasts(),
                TokenBuckets.MAX_KEYS,
                clock);
        this.metrics = metrics;
    }

    /** Takes one token from the address's bucket. If the bucket is empty, returns false and sets Retry-After. */
    public boolean admits(String address, HttpServerResponse response) {
        if (buckets.bucket(address).tryConsume(1)) {
            return true;
        }
        response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        metrics.countRefusal(Limit.ADDRESS_RATE);
        return false;
    }

    /** How long the address is still locked out; 0 when it is not. */
    long lockedOutMillis(String address) {
        return lockout.remainingMillis(address);
    }

    /** Counts the refusal of a request from an address that is locked out, and sets Retry-After. */
    public void countLockedOut(long waitMillis, HttpServerResponse response) {
        response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, (waitMillis + 999) / 1_000)));
        metrics.countRefusal(Limit.ADDRESS_LOCKOUT);
    }

    public void recordInvalidToken(String address) {
        if (lockout.recordFailure(address)) {
            metrics.countLockout();
        }
    }
}
