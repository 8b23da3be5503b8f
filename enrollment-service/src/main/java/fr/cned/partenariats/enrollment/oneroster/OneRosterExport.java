package fr.cned.partenariats.enrollment.oneroster;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_READ;

import fr.cned.partenariats.commons.base.paging.Cursors;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.ChangeLog;
import fr.cned.partenariats.commons.changelog.ChangePosition;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.http.bulk.SpooledExport;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStream;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Exports the students of a partner, or of some of its sites, as a package of OneRoster 1.2. A reader that applies the
 * changes after each cursor has what a new package would have.
 */
@ApplicationScoped
public class OneRosterExport {

    private static final String FEED = "oneroster";

    /** More would take longer to read than a statement may; a complete package takes less. */
    private static final long MOST_ENTRIES = 1_000_000;

    private final OneRosterRepository roster;
    private final ChangeLog log;
    private final ChangeRecorder recorder;
    private final SpooledExport files;
    private final Caller caller;

    OneRosterExport(
            OneRosterRepository roster, ChangeLog log, ChangeRecorder recorder, SpooledExport files, Caller caller) {
        this.roster = roster;
        this.log = log;
        this.recorder = recorder;
        this.files = files;
        this.caller = caller;
    }

    /** @param next the cursor for the changes after this document */
    record Export(StreamingOutput document, String next) {}

    /**
     * Reads how far the log is, and later the document: a change in between is in this document and again in the next.
     *
     * @param cursor of the last package; null for a whole one
     */
    @Transactional
    Export open(@Nullable UUID partnerId, @Nullable String cursor) {
        TenantScope scope = scopeOf(partnerId);
        caller.requireScope(STUDENTS_READ);
        ChangePosition after = cursor == null ? null : Cursors.decode(cursor, ChangePosition.class, FEED, scope);
        if (after != null) {
            log.requireFollowable(after, MOST_ENTRIES);
        }
        ChangePosition newest = log.newest();
        recorder.record(ChangeRecord.of("oneroster", scope.restrictedTo().orElseThrow()));
        return new Export(
                target -> files.send(file -> write(scope, after, file), target), Cursors.encode(newest, FEED, scope));
    }

    private TenantScope scopeOf(@Nullable UUID partnerId) {
        TenantScope scope = caller.scope();
        UUID partner = scope.restrictedTo().orElse(partnerId);
        if (partner == null) {
            throw Refusal.invalid(new Violation("/partnerId", REQUIRED));
        }
        if (partnerId != null) {
            scope.requireCovers(partnerId, "partner");
        }
        if (!roster.hasPartner(partner)) {
            throw Refusal.of(NOT_FOUND, "partner");
        }
        return new TenantScope(Optional.of(partner), scope.sites());
    }

    private void write(TenantScope scope, @Nullable ChangePosition after, OutputStream target) {
        OneRosterPackage written =
                new OneRosterPackage(target, after == null ? OneRosterPackage.BULK : OneRosterPackage.DELTA);
        roster.read(scope, after, written::write);
        written.end();
    }
}
