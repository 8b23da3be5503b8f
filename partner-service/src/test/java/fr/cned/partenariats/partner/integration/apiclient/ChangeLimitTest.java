package fr.cned.partenariats.partner.integration.apiclient;

import static fr.cned.partenariats.partner.integration.apiclient.ChangeLimit.MOST_AT_ONCE;
import static fr.cned.partenariats.partner.integration.apiclient.ChangeLimit.MOST_OF_A_PARTNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangeLimitTest {

    private final Optional<UUID> partner = Optional.of(UUID.randomUUID());
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        end.countDown();
        threads.shutdown();
    }

    /** Returns when the change is running. */
    private CompletableFuture<String> start(ChangeLimit limit, Optional<UUID> of) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<String> result = CompletableFuture.supplyAsync(
                () -> limit.run(of, () -> {
                    running.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "done";
                }),
                threads);
        running.await();
        return result;
    }

    @Test
    void aPartnerTakesOnlyItsPartOfThePermits() throws Exception {
        ChangeLimit limit = new ChangeLimit(Duration.ofSeconds(10));
        List<CompletableFuture<String>> changes = new ArrayList<>();
        for (int i = 0; i < MOST_OF_A_PARTNER; i++) {
            changes.add(start(limit, partner));
        }

        assertThatThrownBy(() -> limit.run(partner, () -> "third"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(CommonProblem.TOO_MANY_AT_ONCE));
        assertThat(limit.run(Optional.of(UUID.randomUUID()), () -> "another partner"))
                .isEqualTo("another partner");
        assertThat(limit.run(Optional.empty(), () -> "an officer")).isEqualTo("an officer");

        end.countDown();
        assertThat(changes).allSatisfy(change -> assertThat(change.get()).isEqualTo("done"));
        assertThat(limit.run(partner, () -> "again")).isEqualTo("again");
    }

    @Test
    void aChangeWaitsForAPermitForALimitedTime() throws Exception {
        ChangeLimit patient = new ChangeLimit(Duration.ofSeconds(10));
        ChangeLimit impatient = new ChangeLimit(Duration.ZERO);
        List<CompletableFuture<String>> changes = new ArrayList<>();
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            changes.add(start(patient, Optional.of(UUID.randomUUID())));
            changes.add(start(impatient, Optional.of(UUID.randomUUID())));
        }

        assertThatThrownBy(() -> impatient.run(partner, () -> "fifth"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(CommonProblem.SERVICE_BUSY));
        CompletableFuture<String> waiting =
                CompletableFuture.supplyAsync(() -> patient.run(partner, () -> "fifth"), threads);
        assertThat(waiting).isNotDone();
        end.countDown();
        assertThat(waiting.get()).isEqualTo("fifth");
        assertThat(changes).allSatisfy(change -> assertThat(change.get()).isEqualTo("done"));
    }
}
