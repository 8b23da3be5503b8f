package fr.cned.partenariats.gateway.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyedSemaphoreTest {

    private final KeyedSemaphore semaphore = new KeyedSemaphore(2);

    @Test
    void eachKeyHasItsOwnPermits() {
        assertThat(semaphore.tryAcquire("a")).isTrue();
        assertThat(semaphore.tryAcquire("a")).isTrue();
        assertThat(semaphore.tryAcquire("a")).isFalse();
        assertThat(semaphore.tryAcquire("b")).isTrue();
        assertThat(semaphore.acquired("a")).isEqualTo(2);
    }

    @Test
    void releasedPermitCanBeAcquiredAgain() {
        semaphore.tryAcquire("a");
        semaphore.tryAcquire("a");
        semaphore.release("a");
        assertThat(semaphore.tryAcquire("a")).isTrue();
        assertThat(semaphore.tryAcquire("a")).isFalse();
    }

    @Test
    void keyWithoutPermitsInUseIsForgotten() {
        semaphore.tryAcquire("a");
        semaphore.release("a");
        assertThat(semaphore.acquired("a")).isZero();
    }
}
