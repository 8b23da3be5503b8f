package fr.cned.partenariats.enrollment.privacy.merge;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.MERGE_UNDONE;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The merge of two registrations of one person, with its reason and actor, and those of its undo. */
@Entity
class StudentMerge {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID survivorId;
    private UUID mergedId;
    private @Nullable String reason;
    private int moved;
    private Instant mergedAt;
    private String mergedBy;
    private @Nullable Instant undoneAt;
    private @Nullable String undoneBy;
    private @Nullable String undoReason;
    private @Nullable Integer returned;

    protected StudentMerge() {}

    static StudentMerge of(UUID survivorId, UUID mergedId, @Nullable String reason, int moved, String by, Instant now) {
        StudentMerge merge = new StudentMerge();
        merge.id = Ids.next();
        merge.survivorId = survivorId;
        merge.mergedId = mergedId;
        merge.reason = reason;
        merge.moved = moved;
        merge.mergedBy = by;
        merge.mergedAt = now;
        return merge;
    }

    void refuseIfUndone(ZoneId zone) {
        if (undoneAt != null) {
            throw Refusal.of(MERGE_UNDONE, LocalDate.ofInstant(undoneAt, zone));
        }
    }

    void undo(String why, int enrollmentsReturned, String by, Instant now) {
        undoReason = why;
        returned = enrollmentsReturned;
        undoneBy = by;
        undoneAt = now;
    }

    void eraseReasons() {
        reason = null;
        undoReason = null;
    }

    MergeView view() {
        return new MergeView(
                id,
                version,
                survivorId,
                mergedId,
                reason,
                moved,
                mergedAt,
                mergedBy,
                undoneAt,
                undoneBy,
                undoReason,
                returned);
    }

    UUID id() {
        return id;
    }

    UUID survivorId() {
        return survivorId;
    }

    UUID mergedId() {
        return mergedId;
    }
}
