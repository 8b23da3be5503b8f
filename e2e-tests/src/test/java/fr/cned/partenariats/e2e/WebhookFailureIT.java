package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.e2e.WebhookReceiverProcess.Receipt;
import fr.cned.partenariats.local.lifecycle.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Sends many deliveries to a receiver that fails half of the time. The receiver is killed three times, and
 * partner-service once. {@code -Dwebhook.deliveries=2000} sends fewer than 10 000.
 */
@Isolated("kills partner-service, and measures times")
@Tag("nightly")
class WebhookFailureIT {

    private static final int DELIVERIES = Integer.getInteger("webhook.deliveries", 10_000);

    /** Each fifth delivery is the second one of its enrollment. */
    private static final int CANCELLED = DELIVERIES / 5;

    private static final int ROWS = DELIVERIES - CANCELLED;
    private static final int MEASURED = 200;
    private static final Duration BETWEEN_REGISTRATIONS = Duration.ofMillis(50);
    private static final Duration LONGEST_P99 = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final ApiClient http = Platform.http();
    private final Fixture fixture = Fixture.with(ROWS + MEASURED, ROWS + MEASURED);

    @Test
    void noDeliveryIsLostThoughReceiverAndSenderAreKilled(@TempDir Path folder) throws IOException {
        try (WebhookReceiverProcess receiver = new WebhookReceiverProcess(folder)) {
            JsonNode webhook = receiver.challenged(() -> webhook(receiver.url()));
            String secret = webhook.path("secret").asText();
            receiver.start(secret, true);

            long began = System.nanoTime();
            CompletableFuture<Void> changes = CompletableFuture.runAsync(this::registerAndCancel);
            awaitCount(receiver, 0.2);
            restart(receiver, secret);
            awaitCount(receiver, 0.4);
            Part sender = Platform.get().parts().get("partner-service");
            sender.process().kill();
            sender.restart();
            awaitCount(receiver, 0.7);
            restart(receiver, secret);
            awaitCount(receiver, 1);
            restart(receiver, secret);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() ->
                            changes.isDone() && accepted(receiver.receipts()).size() >= DELIVERIES);
            changes.join();
            double seconds = (System.nanoTime() - began) / 1e9;

            List<Receipt> receipts = receiver.receipts();
            assertThat(accepted(receipts)).isEqualTo(committed()).hasSize(DELIVERIES);
            assertSound(receipts);
            awaitNoneWaits(webhook.path("id").asText());

            receiver.kill();
            receiver.start(secret, false);
            List<Long> millis = millisToReceipt(receiver);
            long failed =
                    receipts.stream().filter(receipt -> !receipt.isAccepted()).count();
            long p99 = millis.get((int) (millis.size() * 0.99));
            System.out.printf(
                    "webhooks: %d deliveries, %d requests, %.0f %% failed, receiver killed 3 times, sender once: %.1f s,"
                            + " none missing, %d accepted twice, all signatures valid, in order; healthy: %d events,"
                            + " commit to receipt p50 %d ms, p99 %d ms, longest %d ms%n",
                    DELIVERIES,
                    receipts.size(),
                    100.0 * failed / receipts.size(),
                    seconds,
                    receipts.size() - failed - DELIVERIES,
                    millis.size(),
                    millis.get(millis.size() / 2),
                    p99,
                    millis.get(millis.size() - 1));
            assertThat(p99).as("p99 in ms").isLessThan(LONGEST_P99.toMillis());
        }
    }

    private JsonNode webhook(String url) {
        return http.postSuccessfully(Platform.token(Platform.PARTNERSHIP_OFFICE), "/v1/webhooks", """
                        {"partnerId":"%s","url":"%s","eventTypes":["enrollment.changed"]}""".formatted(
                                fixture.partner(), url))
                .body();
    }

    private void registerAndCancel() {
        String file = IntStream.range(0, ROWS)
                .mapToObj(i -> FileImport.row(fixture.offering(), "Élève %06d".formatted(i), "14/03/2005"))
                .collect(joining("\n", FileImport.HEADER, "\n"));
        assertThat(FileImport.send(fixture, file).ended().path("accepted").asInt())
                .isEqualTo(ROWS);
        fixture.enrollments().stream()
                .limit(CANCELLED)
                .forEach(enrollment -> http.postSuccessfully(
                        fixture.token(),
                        "/v1/enrollments/" + enrollment.path("id").asText() + "/cancellation",
                        "{\"reason\":\"Renonce\"}"));
    }

    private static void awaitCount(WebhookReceiverProcess receiver, double share) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> receiver.count() >= share * DELIVERIES);
    }

    /** The receiver is away for a second or two. */
    private static void restart(WebhookReceiverProcess receiver, String secret) throws IOException {
        receiver.kill();
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(1_000)));
        receiver.start(secret, true);
    }

    private static Set<String> accepted(List<Receipt> receipts) {
        return receipts.stream()
                .filter(Receipt::isAccepted)
                .map(Receipt::change)
                .collect(toSet());
    }

    /** Each enrollment has an event for each of its revisions. */
    private Set<String> committed() {
        Set<String> changes = new TreeSet<>();
        for (JsonNode enrollment : fixture.enrollments()) {
            for (long i = 0; i <= enrollment.path("revision").asLong(); i++) {
                changes.add(enrollment.path("id").asText() + ' ' + i);
            }
        }
        return changes;
    }

    /** Signatures, ids and order. An enrollment's next change is not sent before the one before is accepted. */
    private static void assertSound(List<Receipt> receipts) {
        assertThat(receipts).allMatch(receipt -> receipt.status() != WebhookReceiver.NOT_SIGNED);
        assertThat(receipts.stream()
                        .collect(groupingBy(Receipt::change, mapping(Receipt::webhookId, toSet())))
                        .values())
                .allMatch(ids -> ids.size() == 1);
        Map<String, Long> lastAccepted = new HashMap<>();
        for (Receipt receipt : receipts) {
            long before = lastAccepted.getOrDefault(receipt.objectId(), -1L);
            assertThat(receipt.sequence())
                    .as("enrollment %s after the change %d", receipt.objectId(), before)
                    .isBetween(before, before + 1);
            if (receipt.isAccepted()) {
                lastAccepted.put(receipt.objectId(), receipt.sequence());
            }
        }
    }

    private void awaitNoneWaits(String webhook) {
        String path = "/v1/webhooks/" + webhook + "/deliveries?limit=1&outcome=";
        String token = Platform.token(Platform.PARTNERSHIP_OFFICE);
        for (String outcome : List.of("PENDING", "FAILED")) {
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(
                                    http.get(token, path + outcome).body().path("items"))
                            .isEmpty());
        }
    }

    /**
     * Registers students at a constant rate, and returns the times from their changes to the receipts, sorted. The
     * service notes the time of a change before it commits, so each is a little too long.
     */
    private List<Long> millisToReceipt(WebhookReceiverProcess receiver) {
        int before = receiver.receipts().size();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        List<CompletableFuture<Integer>> statuses = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < MEASURED; i++) {
            LockSupport.parkNanos(began + i * BETWEEN_REGISTRATIONS.toNanos() - System.nanoTime());
            statuses.add(CompletableFuture.supplyAsync(
                    () -> fixture.enrollWithRetries(http).status(), clients));
        }
        clients.shutdown();
        assertThat(statuses).extracting(CompletableFuture::join).containsOnly(201);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> receiver.count() >= before + MEASURED);
        List<Receipt> receipts = receiver.receipts();
        List<Receipt> measured = receipts.subList(before, receipts.size());
        assertThat(measured).allMatch(Receipt::isAccepted);
        assertThat(accepted(measured)).hasSize(MEASURED);
        return measured.stream()
                .map(receipt -> receipt.sinceChange().toMillis())
                .sorted()
                .toList();
    }
}
