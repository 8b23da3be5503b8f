package fr.cned.partenariats.commons.caller;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches the states of tenants for two seconds, so that a busy tenant costs no statement per request. A change in this
 * instance takes effect with its commit, a change in another instance within two seconds.
 */
@ApplicationScoped
class TenantStates {

    static final Duration LIFETIME = Duration.ofSeconds(2);
    static final int MOST_ENTRIES = 10_000;

    private final Function<UUID, Tenant> lookUp;
    private final LongSupplier nanoTime;
    private final Map<UUID, Entry> entries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Entry> eldest) {
            return size() > MOST_ENTRIES;
        }
    };

    /** Counts the changes. A state that was read before a change is not cached after it. */
    private long changes;

    private record Entry(Tenant tenant, long readAt) {}

    @Inject
    TenantStates(Instance<TenantStateSource> source) {
        this(tenant -> source.isResolvable() ? find(source.get(), tenant) : Tenant.UNKNOWN, System::nanoTime);
    }

    TenantStates(Function<UUID, Tenant> lookUp, LongSupplier nanoTime) {
        this.lookUp = lookUp;
        this.nanoTime = nanoTime;
    }

    /** A transaction sets the row scope, without which the row of the tenant is not visible. */
    private static Tenant find(TenantStateSource source, UUID tenant) {
        return QuarkusTransaction.requiringNew().call(() -> source.find(tenant)).orElse(Tenant.UNKNOWN);
    }

    Tenant of(UUID tenant) {
        long seen;
        synchronized (entries) {
            @Nullable Entry known = entries.get(tenant);
            if (known != null && nanoTime.getAsLong() - known.readAt() < LIFETIME.toNanos()) {
                return known.tenant();
            }
            seen = changes;
        }
        long readAt = nanoTime.getAsLong();
        Tenant found = lookUp.apply(tenant);
        synchronized (entries) {
            if (seen == changes) {
                entries.put(tenant, new Entry(found, readAt));
            }
        }
        return found;
    }

    /**
     * The tenant that needs no look at the database, or null.
     *
     * @param lastKnown whether an outdated state counts
     */
    @Nullable
    Tenant known(UUID tenant, boolean lastKnown) {
        synchronized (entries) {
            @Nullable Entry known = entries.get(tenant);
            if (known == null || !(lastKnown || nanoTime.getAsLong() - known.readAt() < LIFETIME.toNanos())) {
                return null;
            }
            return known.tenant();
        }
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) TenantStateChanged change) {
        synchronized (entries) {
            changes++;
            entries.remove(change.tenant());
        }
    }
}
