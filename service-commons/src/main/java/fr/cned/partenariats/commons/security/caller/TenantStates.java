package fr.cned.partenariats.commons.security.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches the states of tenants for two seconds, so that a busy tenant costs no statement per request. A change in this
 * instance takes effect with its commit, a change in another instance within two seconds.
 */
@ApplicationScoped
public class TenantStates {

    static final Duration LIFETIME = Duration.ofSeconds(2);
    static final int MOST_ENTRIES = 10_000;

    private final Function<UUID, Tenant> lookUp;
    private final LongSupplier nanoTime;
    private final Cache<UUID, Entry> entries = Caffeine.newBuilder()
            .maximumSize(MOST_ENTRIES)
            .executor(Runnable::run)
            .build();

    /** Counts the changes. A state that was read before a change is not cached after it. */
    private final AtomicLong changes = new AtomicLong();

    private record Entry(long readAt, Tenant tenant) {}

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
        @Nullable Tenant known = known(tenant, false);
        if (known != null) {
            return known;
        }
        long seen = changes.get();
        Entry read = new Entry(nanoTime.getAsLong(), lookUp.apply(tenant));
        entries.asMap().compute(tenant, (id, last) -> seen == changes.get() ? read : last);
        return read.tenant();
    }

    /**
     * The tenant that needs no look at the database, or null.
     *
     * @param lastKnown whether an outdated state counts
     */
    @Nullable
    Tenant known(UUID tenant, boolean lastKnown) {
        @Nullable Entry known = entries.getIfPresent(tenant);
        return known != null && (lastKnown || nanoTime.getAsLong() - known.readAt() < LIFETIME.toNanos())
                ? known.tenant()
                : null;
    }

    public Optional<UUID> tenantOf(SecurityIdentity caller) {
        return Caller.tenantIn(caller);
    }

    /**
     * Whether a read of this caller is known to be admitted, without a look at the database. False does not mean that
     * it is refused.
     *
     * @param lastKnown whether an outdated state counts, because the database does not answer
     */
    public boolean admitRead(SecurityIdentity caller, boolean lastKnown) {
        Optional<UUID> tenant = tenantOf(caller);
        if (tenant.isEmpty()) {
            return true;
        }
        @Nullable Tenant known = known(tenant.get(), lastKnown);
        return known != null && known.admitsRead(Caller.clientIn(caller));
    }

    /**
     * Whether a read of this caller is admitted. Looks at the database when the state is unknown or outdated. Outside a
     * request, the transaction must see the rows of all tenants.
     */
    public boolean lookUpRead(SecurityIdentity caller) {
        return tenantOf(caller)
                .map(tenant -> of(tenant).admitsRead(Caller.clientIn(caller)))
                .orElse(true);
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) TenantStateChanged change) {
        changes.incrementAndGet();
        entries.invalidate(change.tenant());
    }
}
