package fr.cned.partenariats.gateway.edge.limit;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.token.VerifiedToken;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Limits the request rate with a token bucket per caller (a client, or one person of a client that many people share),
 * and one per partner, which all callers of the partner share. A request takes a token of both. A costly one takes more
 * after its answer. Each gateway decides with its own buckets and tells its peers afterwards, so a request never waits
 * for a peer.
 */
@Singleton
public class ClientRateLimiter {

    /** The fields of draft-ietf-httpapi-ratelimit-headers. */
    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");

    private static final CharSequence STATE = HttpHeaders.createOptimized("RateLimit");
    private static final String CLIENT = "\"client\"";
    private static final String PERSON = "\"person\"";
    private static final String PARTNER = "\"partner\"";
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Buckets callers;
    private final Buckets partners;
    private final long microsPerToken;
    private final PeerReporter peers;
    private final LimitMetrics metrics;

    ClientRateLimiter(GatewayConfig config, PeerReporter peers, LimitMetrics metrics) {
        GatewayConfig.RateLimit limit = config.rateLimit();
        this.peers = peers;
        this.metrics = metrics;
        int others = limit.peers().orElse(List.of()).size();
        callers = new Buckets(limit.requestsPerSecond(), limit.burst(), others);
        partners = new Buckets(limit.partnerRequestsPerSecond(), limit.partnerBurst(), others);
        microsPerToken = limit.costPerToken().toNanos() / 1_000;
    }

    /**
     * Takes one token from the buckets of the caller and of its partner, and sets the RateLimit headers of the bucket
     * that has fewer. Returns false if one is empty.
     */
    public boolean admits(VerifiedToken token, HttpServerResponse response) {
        ConsumptionProbe caller = callers.take(token.caller());
        String partnerKey = token.partnerKey();
        ConsumptionProbe partner = partnerKey == null || !caller.isConsumed() ? null : partners.take(partnerKey);
        if (partner != null && !partner.isConsumed()) {
            callers.giveBack(token.caller());
        }
        ConsumptionProbe tighter = caller;
        Buckets shown = callers;
        String name = token.isPerson() ? PERSON : CLIENT;
        if (partner != null && (!partner.isConsumed() || partner.getRemainingTokens() < caller.getRemainingTokens())) {
            tighter = partner;
            shown = partners;
            name = PARTNER;
        }
        long wait = Math.max(1, ceilDiv(tighter.getNanosToWaitForRefill(), NANOS_PER_SECOND));
        response.putHeader(POLICY, name + shown.quota);
        response.putHeader(STATE, name + ";r=" + Math.max(0, tighter.getRemainingTokens()) + ";t=" + wait);
        if (tighter.isConsumed()) {
            report(token, 1);
        } else {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
            metrics.countRateRefusal(token.client());
        }
        return tighter.isConsumed();
    }

    /** Takes further tokens for the processor time that the service reports for an answer. */
    public void charge(VerifiedToken token, long micros) {
        long tokens = micros / microsPerToken;
        if (tokens > 0) {
            takeGiven(token.caller(), tokens);
            String partnerKey = token.partnerKey();
            if (partnerKey != null) {
                takeGiven(partnerKey, tokens);
            }
            report(token, tokens);
        }
    }

    private void report(VerifiedToken token, long tokens) {
        peers.countAccepted(token.caller(), tokens);
        String partnerKey = token.partnerKey();
        if (partnerKey != null) {
            peers.countAccepted(partnerKey, tokens);
        }
    }

    /** Takes the tokens of requests that were answered here or by a peer. */
    void takeGiven(String key, long tokens) {
        (VerifiedToken.isPartnerKey(key) ? partners : callers).takeGiven(key, tokens);
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    /** Buckets with one quota. Their debt is at most a burst, and a burst for each peer. */
    private static final class Buckets {

        private final TokenBuckets buckets;
        private final String quota;
        private final long maxDebt;

        Buckets(int perSecond, int burst, int peers) {
            buckets = new TokenBuckets(perSecond, burst);
            quota = ";q=" + burst + ";w=" + ceilDiv(burst, perSecond);
            maxDebt = (long) burst * Math.max(1, peers);
        }

        ConsumptionProbe take(String key) {
            return buckets.bucket(key).tryConsumeAndReturnRemaining(1);
        }

        void giveBack(String key) {
            buckets.bucket(key).addTokens(1);
        }

        void takeGiven(String key, long tokens) {
            buckets.takeGiven(key, tokens, maxDebt);
        }
    }
}
