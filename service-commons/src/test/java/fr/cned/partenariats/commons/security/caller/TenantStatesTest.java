package fr.cned.partenariats.commons.security.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TenantStatesTest {

    private static final Tenant OPEN = new Tenant(TenantState.OPEN, Set.of());
    private static final Tenant CLOSED = new Tenant(TenantState.CLOSED, Set.of());

    private final UUID tenant = UUID.randomUUID();
    private final Map<UUID, Tenant> table = new HashMap<>(Map.of(tenant, OPEN));
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // nanoTime may overflow
    private final TenantStates states = new TenantStates(this::read, now::get);

    private Tenant read(UUID id) {
        reads.incrementAndGet();
        return table.getOrDefault(id, OPEN);
    }

    @Test
    void aStateIsReadOnceInTwoSeconds() {
        states.of(tenant);
        table.put(tenant, CLOSED);
        now.addAndGet(TenantStates.LIFETIME.toNanos() - 1);
        assertThat(states.of(tenant)).isEqualTo(OPEN);
        assertThat(reads).hasValue(1);
        now.incrementAndGet();
        assertThat(states.of(tenant)).isEqualTo(CLOSED);
        assertThat(reads).hasValue(2);
    }

    @Test
    void aChangeIsSeenAtOnce() {
        states.of(tenant);
        table.put(tenant, CLOSED);
        states.forget(new TenantStateChanged(tenant));
        assertThat(states.of(tenant)).isEqualTo(CLOSED);
    }

    @Test
    void aStateThatWasReadBeforeAChangeIsNotKept() {
        TenantStates[] racing = new TenantStates[1];
        racing[0] = new TenantStates(
                id -> {
                    Tenant before = read(id);
                    if (OPEN.equals(table.put(id, CLOSED))) {
                        racing[0].forget(new TenantStateChanged(id));
                    }
                    return before;
                },
                now::get);
        assertThat(racing[0].of(tenant)).isEqualTo(OPEN);
        assertThat(racing[0].of(tenant)).isEqualTo(CLOSED);
    }

    @Test
    void theCacheIsBounded() {
        List<UUID> tenants = Stream.generate(UUID::randomUUID)
                .limit(2 * TenantStates.MOST_ENTRIES)
                .toList();
        tenants.forEach(states::of);
        int before = reads.get();
        long kept = tenants.stream()
                .filter(known -> states.known(known, true) != null)
                .count();
        assertThat(kept).isEqualTo(TenantStates.MOST_ENTRIES);
        assertThat(reads).hasValue(before);
    }
}
