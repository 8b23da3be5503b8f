package fr.cned.partenariats.commons.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ChangeFollowerIT {

    private static final String INSERT = """
            insert into change_log (client, subject, roles, operation, object_type, object_id, changed_fields)
            select 'test', 'test', '{}', 'test', 'lot', coalesce(?, cast(gen_random_uuid() as text)), '{}'
            from generate_series(1, ?)""";

    @Inject
    AgroalDataSource database;

    @Inject
    SettledEntries settled;

    private ChangeFollower follower;

    @BeforeEach
    void theFirstCallTellsNothing() throws SQLException {
        follower = new ChangeFollower(database, settled);
        assertThat(follower.next()).isEmpty();
    }

    private static LoggedChange change() {
        return new LoggedChange("lot", UUID.randomUUID().toString());
    }

    private static LoggedChange committed() {
        LoggedChange change = change();
        OwnerDatabase.execute(INSERT, change.objectId(), 1);
        return change;
    }

    private Set<LoggedChange> next() throws SQLException {
        return follower.next().orElseThrow().objects();
    }

    @Test
    void aChangeIsToldOnceItIsCommitted() throws SQLException {
        LoggedChange first = committed();
        assertThat(next()).contains(first);
        LoggedChange second = committed();
        assertThat(next()).contains(second).doesNotContain(first);
        assertThat(next()).doesNotContain(first, second);
    }

    /** An open transaction has a lower id than later changes. These are told at once, and its change after its commit. */
    @Test
    void aCommitThatIsFrozenHoldsNothingBackAndIsNotMissed() throws SQLException {
        LoggedChange late = change();
        try (Connection open = OwnerDatabase.connect()) {
            open.setAutoCommit(false);
            try (var insert = OwnerDatabase.prepare(open, INSERT, late.objectId(), 1)) {
                insert.execute();
            }
            LoggedChange fast = committed();
            assertThat(next()).contains(fast).doesNotContain(late);
            assertThat(next()).as("behind the settled entries").contains(fast);
            open.commit();
        }
        assertThat(next()).contains(late);
        assertThat(next()).doesNotContain(late);
    }

    @Test
    void manyChangesComeInParts() throws SQLException {
        LoggedChange first = committed();
        OwnerDatabase.execute(INSERT, null, ChangeFollower.MOST_ENTRIES);
        LoggedChange last = committed();
        assertThat(follower.next()).hasValueSatisfying(part -> {
            assertThat(part.objects()).contains(first).doesNotContain(last);
            assertThat(part.more()).isTrue();
        });
        assertThat(follower.next()).hasValueSatisfying(part -> {
            assertThat(part.objects()).contains(last).doesNotContain(first);
            assertThat(part.more()).isFalse();
        });
    }

    /** As an instance does that kept its position while it was stopped. */
    @Test
    void aFollowerGoesOnFromAPositionThatWasKept() throws SQLException {
        LoggedChange before = committed();
        next();
        LoggedChange meanwhile = committed();
        assertThat(new ChangeFollower(database, settled, follower.position())
                        .next()
                        .orElseThrow()
                        .objects())
                .contains(meanwhile)
                .doesNotContain(before);
    }

    /** A restored database gives the ids of lost entries again. */
    @Test
    void afterALossAnyObjectMayHaveChanged() throws SQLException {
        committed();
        next();
        ChangePosition known = Objects.requireNonNull(follower.position);
        follower.position = new ChangePosition(known.id(), known.at() + 1);
        assertThat(follower.next()).isEmpty();
        assertThat(follower.position).isEqualTo(known);
    }
}
