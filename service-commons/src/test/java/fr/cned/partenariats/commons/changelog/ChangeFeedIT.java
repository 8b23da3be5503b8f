package fr.cned.partenariats.commons.changelog;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.CURSOR_EXPIRED;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_CURSOR;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.LIMIT_OUT_OF_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.base.paging.Cursors;
import fr.cned.partenariats.commons.base.problem.ProblemCode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.SqlCost;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.parking.ticket.TicketChanges;
import fr.cned.partenariats.parking.ticket.TicketChanges.Ticket;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ChangeFeedIT {

    private static final String INSERT = "insert into ticket values (?, ?, 1, 'AA-001-AA')";

    @Inject
    TicketChanges tickets;

    private final UUID tenant = UUID.randomUUID();
    private final TenantScope scope = TenantScope.of(tenant);

    @Test
    void theFeedBeginsWithAllObjectsAndGoesOnWithTheirChanges() {
        List<UUID> existing = List.of(given(), given(), given());

        ChangeFeedPage<Ticket> first = page(null, 2);
        OwnerDatabase.execute("update ticket set revision = 2 where id = ?", existing.get(0));
        UUID later = given();
        ChangeFeedPage<Ticket> second = page(first.next(), 10);

        assertThat(first.items()).hasSize(2);
        assertThat(first.more()).isTrue();
        assertThat(Stream.concat(first.items().stream(), second.items().stream())
                        .map(Ticket::id))
                .containsAll(existing);
        assertThat(second.more()).isTrue();
        await().untilAsserted(() -> {
            ChangeFeedPage<Ticket> changes = page(second.next(), 10);
            assertThat(changes.items()).contains(new Ticket(existing.get(0), 2), new Ticket(later, 1));
            assertThat(changes.more()).isFalse();
        });
    }

    @Test
    void nowBeginsWithTheNextChange() {
        given();
        String cursor = page("now", 10).next();
        UUID next = given();

        await().untilAsserted(() -> assertThat(page(cursor, 10).items()).containsExactly(new Ticket(next, 1)));
    }

    @Test
    void aPageShowsAnObjectOnceAtItsLastChange() {
        String cursor = page("now", 10).next();
        UUID twice = given();
        UUID once = given();
        OwnerDatabase.execute("update ticket set revision = 2 where id = ?", twice);

        await().untilAsserted(() ->
                assertThat(page(cursor, 10).items()).containsExactly(new Ticket(once, 1), new Ticket(twice, 2)));
        ChangeFeedPage<Ticket> first = page(cursor, 1);
        assertThat(first.items()).as("already in its current state").containsExactly(new Ticket(twice, 2));
        assertThat(first.more()).isTrue();
    }

    @Test
    void goneAndErasedObjectsAreTombstones() {
        String cursor = page("now", 10).next();
        UUID moved = given();
        UUID erased = given();
        OwnerDatabase.execute("update ticket set tenant_id = ? where id = ?", UUID.randomUUID(), moved);
        OwnerDatabase.execute("update ticket set plate = null where id = ?", erased);

        await().untilAsserted(() -> assertThat(page(cursor, 10).removed())
                .containsExactlyInAnyOrder(
                        new Removal(moved, RemovalReason.NOT_VISIBLE), new Removal(erased, RemovalReason.ERASED)));
        assertThat(page(cursor, 10).items()).isEmpty();
    }

    /** Number and time of the open change are lower than those of the one that is committed. */
    @Test
    void aSlowCommitIsNotOvertakenByALaterChange() throws SQLException {
        String cursor = page("now", 10).next();
        UUID late = UUID.randomUUID();
        UUID fast;
        try (Connection open = OwnerDatabase.connect()) {
            open.setAutoCommit(false);
            insert(open, late);
            fast = given();
            ChangeFeedPage<Ticket> meanwhile = page(cursor, 10);
            assertThat(meanwhile.items()).isEmpty();
            cursor = meanwhile.next();
            open.commit();
        }
        String behind = cursor;
        await().untilAsserted(() ->
                assertThat(page(behind, 10).items()).containsExactly(new Ticket(late, 1), new Ticket(fast, 1)));
    }

    @Test
    void aSlowReaderSeesEveryChangeOfConcurrentWritersOnce() throws Exception {
        String cursor = page("now", 10).next();
        List<UUID> seen = new ArrayList<>();
        List<UUID> committed = new ArrayList<>();
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<UUID>>> writing = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                Random random = new Random(writer);
                writing.add(writers.submit(() -> write(random)));
            }
            while (writing.stream().anyMatch(task -> !task.isDone())) {
                cursor = follow(cursor, seen);
            }
            for (Future<List<UUID>> task : writing) {
                committed.addAll(task.get());
            }
        } finally {
            writers.shutdownNow();
        }
        String last = cursor;
        await().untilAsserted(() -> {
            List<UUID> all = new ArrayList<>(seen);
            follow(last, all);
            assertThat(all).containsExactlyInAnyOrderElementsOf(committed);
        });
        assertThat(committed).hasSizeGreaterThan(100);
    }

    /** Transactions of random length, so that the order of commits is not that of the numbers. Some are rolled back. */
    private List<UUID> write(Random random) throws SQLException, InterruptedException {
        List<UUID> committed = new ArrayList<>();
        try (Connection connection = OwnerDatabase.connect()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 30; i++) {
                List<UUID> ids = new ArrayList<>();
                for (int row = random.nextInt(3); row >= 0; row--) {
                    UUID id = UUID.randomUUID();
                    insert(connection, id);
                    ids.add(id);
                    Thread.sleep(random.nextInt(20)); // longer than other transactions need
                }
                if (random.nextInt(5) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    committed.addAll(ids);
                }
            }
        }
        return committed;
    }

    private String follow(String cursor, List<UUID> seen) {
        ChangeFeedPage<Ticket> page = page(cursor, 3);
        page.items().forEach(ticket -> seen.add(ticket.id()));
        return page.more() ? follow(page.next(), seen) : page.next();
    }

    @Test
    void aTenantSeesOnlyItsOwnChangesAndAScopeOfAllSeesEveryOne() {
        String own = page("now", 10).next();
        String all = tickets.list(TenantScope.ALL, params("now", 10)).next();
        UUID id = given();
        UUID foreign = UUID.randomUUID();
        OwnerDatabase.execute(INSERT, foreign, UUID.randomUUID());

        await().untilAsserted(() -> assertThat(
                        tickets.list(TenantScope.ALL, params(all, 1_000)).items())
                .contains(new Ticket(id, 1), new Ticket(foreign, 1)));
        assertThat(page(own, 10).items()).containsExactly(new Ticket(id, 1));
    }

    @Test
    void aCursorOfAnotherScopeOrContentIsRefused() {
        String own = page("now", 10).next();
        assertThat(refusal(TenantScope.of(UUID.randomUUID()), own)).isEqualTo(INVALID_CURSOR);
        assertThat(refusal(scope, "broken")).isEqualTo(INVALID_CURSOR);
        assertThat(refusal(scope, Cursors.encode(UUID.randomUUID(), "ticket", scope)))
                .isEqualTo(INVALID_CURSOR);
    }

    /** The entry is in a file, or a restored database has lost it; its id may be given again. */
    @Test
    void aCursorWhoseLastEntryIsNotInTheLogIsRefused() {
        given();
        assertThat(refusal(forged(p -> new ChangePosition(p.id(), p.at() + 1)))).isEqualTo(CURSOR_EXPIRED);
        assertThat(refusal(forged(p -> new ChangePosition(p.id() + 1_000_000, p.at()))))
                .isEqualTo(CURSOR_EXPIRED);
        assertThat(page(forged(p -> p), 10).items()).isEmpty();
    }

    @Test
    void aFullPageReadsNoEntryBehindIt() {
        String cursor = page("now", 10).next();
        UUID first = given();
        given();
        otherChanges();
        OwnerDatabase.execute("analyze change_log");

        assertThat(page(cursor, 1).items()).containsExactly(new Ticket(first, 1));
        assertThat(SqlCost.least(() -> page(cursor, 1)).blocks()).isLessThan(100);
    }

    /** Otherwise a partner with few changes would make the service read the changes of all others at once. */
    @Test
    void aPageLooksAtALimitedNumberOfEntries() {
        String cursor = page("now", 10).next();
        otherChanges();
        UUID behind = given();

        ChangeFeedPage<Ticket> first = page(cursor, 10);
        assertThat(first.items()).isEmpty();
        assertThat(first.more()).isTrue();
        assertThat(page(first.next(), 10).items()).containsExactly(new Ticket(behind, 1));
    }

    /** As many as a page looks at. */
    private static void otherChanges() {
        OwnerDatabase.execute("""
                insert into change_log (client, subject, roles, operation, object_type, object_id, changed_fields)
                select 'test', 'test', '{}', 'test', 'lot', gen_random_uuid(), '{}' from generate_series(1, ?)""", ChangeLog.ENTRIES_OF_A_PAGE);
    }

    private String forged(UnaryOperator<ChangePosition> change) {
        ChangePosition now = Cursors.decode(page("now", 1).next(), ChangePosition.class, "ticket", scope);
        return Cursors.encode(change.apply(now), "ticket", scope);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void aLimitOutOfRangeIsRefused(int limit) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> page(null, limit));
        assertThat(refusal.code()).isEqualTo(LIMIT_OUT_OF_RANGE);
    }

    private UUID given() {
        UUID id = UUID.randomUUID();
        OwnerDatabase.execute(INSERT, id, tenant);
        return id;
    }

    private void insert(Connection connection, UUID id) throws SQLException {
        try (var insert = OwnerDatabase.prepare(connection, INSERT, id, tenant)) {
            insert.execute();
        }
    }

    private ChangeFeedPage<Ticket> page(@Nullable String cursor, int limit) {
        return tickets.list(scope, params(cursor, limit));
    }

    private ProblemCode refusal(String cursor) {
        return refusal(scope, cursor);
    }

    private ProblemCode refusal(TenantScope caller, String cursor) {
        return catchThrowableOfType(Refusal.class, () -> tickets.list(caller, params(cursor, 10)))
                .code();
    }

    private static ChangeFeedParams params(@Nullable String cursor, int limit) {
        ChangeFeedParams params = new ChangeFeedParams();
        params.cursor = cursor;
        params.limit = limit;
        return params;
    }
}
