package fr.cned.partenariats.partner.integration.apiclient;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.SERVICE_BUSY;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.TOO_MANY_AT_ONCE;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits the changes at Keycloak that run at once: a change keeps a connection of the database while Keycloak works. A
 * partner cannot take all permits, and further changes wait for a short time in the order of their arrival.
 */
public final class ChangeLimit {

    static final int MOST_AT_ONCE = 4;
    static final int MOST_OF_A_PARTNER = 2;

    /** A waiting change keeps a connection, too. */
    private static final int MOST_WAITING = 6;

    private final Semaphore running = new Semaphore(MOST_AT_ONCE, true);
    private final ConcurrentMap<UUID, Integer> byPartner = new ConcurrentHashMap<>();
    private final Duration patience;

    public ChangeLimit(Duration patience) {
        this.patience = patience;
    }

    /** @param partner the partner that asks for the change; empty for the staff of the Cned */
    public <T> T run(Optional<UUID> partner, Supplier<T> change) {
        partner.ifPresent(this::enter);
        try {
            if (running.getQueueLength() >= MOST_WAITING || !acquire()) {
                throw Refusal.of(SERVICE_BUSY).retryAfterSeconds(1);
            }
            try {
                return change.get();
            } finally {
                running.release();
            }
        } finally {
            partner.ifPresent(this::leave);
        }
    }

    private void enter(UUID partner) {
        if (byPartner.merge(partner, 1, Integer::sum) > MOST_OF_A_PARTNER) {
            leave(partner);
            throw Refusal.of(TOO_MANY_AT_ONCE, MOST_OF_A_PARTNER).retryAfterSeconds(1);
        }
    }

    private void leave(UUID partner) {
        byPartner.computeIfPresent(partner, (id, count) -> count == 1 ? null : count - 1);
    }

    private boolean acquire() {
        try {
            return running.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
