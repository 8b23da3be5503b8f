package fr.cned.partenariats.commons.changelog;

import static fr.cned.partenariats.parking.Parking.givenSpace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.base.problem.Causes;
import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

/** A transaction commits with the entries of its changes, or not at all. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class CommitGuardIT {

    private static final String RENAME = "update space set label = ?, version = version + 1 where id = ?";

    @Inject
    TransactionSynchronizationRegistry transactions;

    @Inject
    ChangeRecorder recorder;

    @Inject
    EntityManager em;

    @Inject
    EntityManagerFactory sessions;

    private CommitGuard guard(boolean closed) {
        SessionFactory factory = (SessionFactory) Proxy.newProxyInstance(
                SessionFactory.class.getClassLoader(), new Class<?>[] {SessionFactory.class}, (proxy, method, args) -> {
                    if (method.getName().equals("isClosed")) {
                        return closed;
                    }
                    return method.getName().equals("unwrap") ? proxy : method.invoke(sessions, args);
                });
        return new CommitGuard(transactions, recorder, factory);
    }

    private void rename(UUID space) {
        em.createNativeQuery(RENAME)
                .setParameter(1, "renamed " + space)
                .setParameter(2, space)
                .executeUpdate();
    }

    private static boolean isRenamed(UUID space) {
        return OwnerDatabase.number("select version from space where id = ?", space) > 0;
    }

    private static UUID space() {
        return UUID.fromString(givenSpace());
    }

    @Test
    void aTransactionThatEndsAfterHibernateIsClosedIsRolledBackAndMayBeRepeated() {
        UUID space = space();
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    guard(true).watch(new Object());
                    rename(space);
                }))
                .satisfies(thrown ->
                        assertThat(DatabaseFailures.isTransient(thrown)).isTrue());
        assertThat(isRenamed(space)).isFalse();
    }

    /** The second guard looks after the late change: the first one had its turn before. */
    @Test
    void aGuardRollsBackWhenARecordedChangeHasNoEntry() {
        UUID space = space();
        ChangeRecord change = ChangeRecord.next("space", space, 1, "label");
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    rename(space);
                    recorder.record(change);
                    transactions.registerInterposedSynchronization(new Synchronization() {
                        @Override
                        public void beforeCompletion() {
                            recorder.record(change);
                            guard(false).watch(new Object());
                        }

                        @Override
                        public void afterCompletion(int status) {}
                    });
                }))
                .satisfies(thrown -> assertThat(Causes.find(thrown, IllegalStateException.class))
                        .hasMessageContaining("after the entries were written"));
        assertThat(isRenamed(space)).isFalse();
    }

    /** Of a version that could lose entries, or after somebody wrote with the rights of the owner. */
    @Test
    void aRowWhoseRevisionHasNoEntryIsFoundAndTheStatementOfTheDocumentationAddsIt() throws Exception {
        UUID changed = space();
        UUID inserted = UUID.randomUUID();
        OwnerDatabase.execute(RENAME, "renamed " + changed, changed);
        OwnerDatabase.execute(
                "insert into space (id, version, label, kind, floor) values (?, 0, ?, 'CAR', 1)",
                inserted,
                "inserted " + inserted);
        assertThat(unlogged()).contains("space " + changed + " 1", "space " + inserted + " 0");

        OwnerDatabase.execute(documentedRepair());

        assertThat(unlogged()).isEmpty();
        assertThat(OwnerDatabase.number(
                        "select count(*) from change_log where object_id = ? and revision_after = 1 and revision_before = 0",
                        changed.toString()))
                .isEqualTo(1);
    }

    private static List<String> unlogged() throws SQLException {
        try (Connection connection = OwnerDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from audit_unlogged()")) {
            List<String> unlogged = new ArrayList<>();
            while (rows.next()) {
                unlogged.add("%s %s %d".formatted(rows.getString(1), rows.getString(2), rows.getLong(3)));
            }
            return unlogged;
        }
    }

    private static String documentedRepair() throws IOException {
        String page = Files.readString(Path.of("../docs/operations.md"));
        int begin = page.indexOf("insert into change_log");
        return page.substring(begin, page.indexOf("```", begin));
    }

    @Test
    void theStopWaitsForRunningTransactionsAndRollsLaterOnesBack() throws Exception {
        CommitGuard guard = guard(false);
        UUID running = space();
        AtomicReference<UUID> late = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> change =
                    threads.submit(() -> QuarkusTransaction.requiringNew().run(() -> {
                        guard.watch(new Object());
                        rename(running);
                        recorder.record(ChangeRecord.next("space", running, 1, "label"));
                        begun.countDown();
                        await().until(() -> stopping.getCount() == 0);
                    }));
            begun.await();
            Future<?> stop = threads.submit(() -> {
                guard.stop(new ShutdownEvent());
                return null;
            });
            await().untilAsserted(() -> {
                late.set(space());
                assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                            guard.watch(new Object());
                            rename(late.get());
                            recorder.record(ChangeRecord.next("space", late.get(), 1, "label"));
                        }))
                        .satisfies(thrown ->
                                assertThat(DatabaseFailures.isTransient(thrown)).isTrue());
            });
            assertThat(stop.isDone()).as("the stop waits").isFalse();
            stopping.countDown();
            change.get();
            stop.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(isRenamed(running)).isTrue();
        assertThat(isRenamed(late.get())).isFalse();
    }
}
