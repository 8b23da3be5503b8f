package fr.cned.partenariats.local.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StartupTest {

    private final List<String> order = new CopyOnWriteArrayList<>();

    @Test
    void aPartStartsAfterThePartsThatItNeeds() {
        new Startup(Progress.silent()).run(() -> {}, plan -> {
            Startup.Step database = plan.step("database", () -> order.add("database"), () -> "");
            plan.step("service", () -> order.add("service"), () -> "", database);
        });

        assertThat(order).containsExactly("database", "service");
    }

    @Test
    void theFirstFailureStopsTheStartAndInterruptsTheOtherSteps() {
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean gaveUp = new AtomicBoolean();

        assertThatThrownBy(() -> new Startup(Progress.silent()).run(() -> gaveUp.set(true), plan -> {
                    Startup.Step broken = plan.step(
                            "broken",
                            () -> {
                                throw new PlatformFailure("It is broken.");
                            },
                            () -> "");
                    plan.step("never", () -> order.add("never"), () -> "", broken);
                    plan.step("slow", () -> waitForInterruption(interrupted), () -> "");
                }))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("It is broken.");

        assertThat(gaveUp).isTrue();
        assertThat(order).isEmpty();
        assertThat(await(interrupted)).isTrue();
    }

    private static void waitForInterruption(CountDownLatch interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
