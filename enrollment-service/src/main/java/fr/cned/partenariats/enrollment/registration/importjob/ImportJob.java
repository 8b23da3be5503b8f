package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.changelog.Actor;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file and how far it is processed.
 *
 * @param partnerId the partner of the caller; null for an officer
 * @param columns the names in the file
 * @param predicted what a dry run would take so far
 */
record ImportJob(
        UUID id,
        long revision,
        ImportKind kind,
        @Nullable UUID partnerId,
        Sender sender,
        ImportSettings settings,
        List<String> columns,
        char separator,
        ImportJobState state,
        Progress progress,
        Capacity.Taken predicted,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /**
     * The caller who sent the file.
     *
     * @param name the name for histories
     * @param updatesStudents whether the caller may correct the data of students
     */
    record Sender(String client, String name, Actor actor, boolean updatesStudents) {}

    /**
     * @param processed the number of the last processed row
     * @param malformed malformed rows of the whole file, processed or not
     */
    record Progress(int rows, int processed, int accepted, int updated, int repeated, int refused, int malformed) {

        static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0, 0);

        int withoutOutcome() {
            return rows - accepted - updated - repeated - refused - malformed;
        }

        int faulty() {
            return refused + malformed;
        }
    }

    TenantScope scope() {
        return new TenantScope(Optional.ofNullable(partnerId));
    }

    /** Finds the columns of all names again at each call: call it once for many rows. */
    Sheet sheet() {
        return Sheet.of(kind, columns, separator);
    }
}
