package fr.cned.partenariats.partner.integration.webhook;

import static fr.cned.partenariats.partner.PartnerProblem.WEBHOOK_CHALLENGE_FAILED;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a target whether it wants events: it must repeat a random text. So nobody sends events to a server of somebody
 * else. All failures look alike, so that a caller learns nothing about our network.
 */
@ApplicationScoped
class Challenge {

    private static final int BYTES = 32;

    /** Enough for the text and blanks around it. */
    private static final int MOST_OF_THE_ANSWER = 1_024;

    private final WebhookHttp http;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Deque<Sent> lastMinute = new ArrayDeque<>();

    Challenge(WebhookHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    private record Sent(UUID partnerId, Instant at) {}

    /** Waits for the answer, for five seconds at most: hold no connection of the database. */
    void send(UUID partnerId, String url) {
        count(partnerId);
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        CompletableFuture<Boolean> isRepeated = new CompletableFuture<>();
        http.post(
                url,
                WebhookHttp.HEADERS,
                "{\"type\":\"webhook.challenge\",\"challenge\":\"" + text + "\"}",
                MOST_OF_THE_ANSWER,
                (result, answer) -> isRepeated.complete(result.isSuccess()
                        && answer.length() < MOST_OF_THE_ANSWER
                        && answer.trim().equals(text)));
        if (!isRepeated.join()) {
            throw Refusal.invalid(new Violation("/url", WEBHOOK_CHALLENGE_FAILED));
        }
    }

    /** In this instance: nothing is stored of a challenge. */
    private synchronized void count(UUID partnerId) {
        Instant now = clock.instant();
        Instant minuteAgo = now.minus(DeliveryLog.PING_PERIOD);
        while (!lastMinute.isEmpty() && lastMinute.getFirst().at().isBefore(minuteAgo)) {
            lastMinute.removeFirst();
        }
        if (lastMinute.stream()
                        .filter(sent -> sent.partnerId().equals(partnerId))
                        .count()
                >= DeliveryLog.MOST_PINGS) {
            throw DeliveryLog.tooManyPings();
        }
        lastMinute.addLast(new Sent(partnerId, now));
    }
}
