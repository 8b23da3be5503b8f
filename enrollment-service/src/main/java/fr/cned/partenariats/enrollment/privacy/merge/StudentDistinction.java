package fr.cned.partenariats.enrollment.privacy.merge;

import fr.cned.partenariats.commons.base.ids.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Two registrations of two persons, who are no possible duplicates of each other. */
@Entity
class StudentDistinction {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID studentId;
    private UUID otherId;
    private String reason;
    private Instant statedAt;
    private String statedBy;

    protected StudentDistinction() {}

    static StudentDistinction of(UUID one, UUID other, String reason, String by, Instant now) {
        boolean ordered = one.toString().compareTo(other.toString()) < 0; // as PostgreSQL does; UUIDs compare signed
        StudentDistinction distinction = new StudentDistinction();
        distinction.id = Ids.next();
        distinction.studentId = ordered ? one : other;
        distinction.otherId = ordered ? other : one;
        distinction.reason = reason;
        distinction.statedBy = by;
        distinction.statedAt = now;
        return distinction;
    }

    /** As seen from that of the two which is one of these registrations. */
    DistinctionView seenFrom(Set<UUID> registrations) {
        boolean first = registrations.contains(studentId);
        return new DistinctionView(
                id, version, first ? studentId : otherId, first ? otherId : studentId, reason, statedAt, statedBy);
    }

    UUID id() {
        return id;
    }
}
