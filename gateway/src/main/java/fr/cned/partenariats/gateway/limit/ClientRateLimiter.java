package fr.cned.partenariats.gateway.limit;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.token.VerifiedToken;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Limits the request rate per caller with a token bucket: a client, or one person of a client that many people share.
 * Each gateway decides with its own bucket and tells its peers afterwards, so a request never waits for a peer.
 */
@Singleton
public class ClientRateLimiter {

    /** The fields of draft-ietf-httpapi-ratelimit-headers. */
    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");

    private static final CharSequence STATE = HttpHeaders.createOptimized("RateLimit");
    private static final String CLIENT = "\"client\"";
    private static final String PERSON = "\"person\"";
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TokenBuckets buckets;
    private final long maxDebt;
    private final CharSequence clientPolicy;
    private final CharSequence personPolicy;
    private final PeerReporter peers;
    private final LimitMetrics metrics;

    ClientRateLimiter(GatewayConfig config, PeerReporter peers, LimitMetrics metrics) {
        GatewayConfig.RateLimit limit = config.rateLimit();
        this.peers = peers;
        this.metrics = metrics;
        String quota = ";q=" + limit.burst() + ";w=" + ceilDiv(limit.burst(), limit.requestsPerSecond());
        clientPolicy = HttpHeaders.createOptimized(CLIENT + quota);
        personPolicy = HttpHeaders.createOptimized(PERSON + quota);
        buckets = new TokenBuckets(limit.requestsPerSecond(), limit.burst(), limit.maxClients());
        maxDebt = (long) limit.burst() * limit.peers().orElse(List.of()).size();
    }

    /**
     * Takes one token from the caller's bucket and sets the RateLimit headers. Returns false if it is empty. The next
     * token is there within a second, unless the peers' requests put the bucket into debt.
     */
    public boolean admits(VerifiedToken token, HttpServerResponse response) {
        ConsumptionProbe probe = buckets.bucket(token.caller()).tryConsumeAndReturnRemaining(1);
        long remaining = Math.max(0, probe.getRemainingTokens());
        long wait = Math.max(1, ceilDiv(probe.getNanosToWaitForRefill(), NANOS_PER_SECOND));
        response.putHeader(POLICY, token.isPerson() ? personPolicy : clientPolicy);
        response.putHeader(STATE, (token.isPerson() ? PERSON : CLIENT) + ";r=" + remaining + ";t=" + wait);
        if (probe.isConsumed()) {
            peers.countAccepted(token.caller());
        } else {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
            metrics.countRateRefusal(token.client());
        }
        return probe.isConsumed();
    }

    /** Takes the tokens of requests that a peer accepted. */
    void takeGiven(String caller, long requests) {
        buckets.takeGiven(caller, requests, maxDebt);
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
