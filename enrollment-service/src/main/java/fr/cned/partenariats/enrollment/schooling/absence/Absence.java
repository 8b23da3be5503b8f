package fr.cned.partenariats.enrollment.schooling.absence;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ABSENCE_WITHDRAWN;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import fr.cned.partenariats.enrollment.schooling.week.LockedEnrollment;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A justified absence of some hours or of a whole week. */
@Entity
public class Absence {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID enrollmentId;
    private UUID partnerId;
    private LocalDate week;

    @Enumerated(EnumType.STRING)
    private AbsenceReason reason;

    private @Nullable BigDecimal hours;
    private String justifiedBy;
    private Instant justifiedAt;
    private @Nullable String withdrawnBy;
    private @Nullable Instant withdrawnAt;
    private @Nullable String withdrawalReason;

    protected Absence() {}

    static Absence create(LockedEnrollment enrollment, AbsenceRequest request, String by, Instant now) {
        Absence absence = new Absence();
        absence.id = Ids.next();
        absence.enrollmentId = enrollment.id();
        absence.partnerId = enrollment.partnerId();
        absence.week = IsoWeek.of(request.week()).monday();
        absence.reason = request.reason();
        absence.hours = request.hours();
        absence.justifiedBy = by;
        absence.justifiedAt = now;
        return absence;
    }

    void withdraw(String why, String by, Instant now) {
        if (withdrawnAt != null) {
            throw Refusal.of(ABSENCE_WITHDRAWN);
        }
        withdrawalReason = why;
        withdrawnBy = by;
        withdrawnAt = now;
    }

    AbsenceView view(ActorNames actors) {
        return new AbsenceView(
                id,
                version,
                enrollmentId,
                partnerId,
                week().toString(),
                reason,
                hours,
                actors.shown(justifiedBy),
                justifiedAt,
                withdrawnBy == null ? null : actors.shown(withdrawnBy),
                withdrawnAt,
                withdrawalReason);
    }

    UUID id() {
        return id;
    }

    UUID enrollmentId() {
        return enrollmentId;
    }

    UUID partnerId() {
        return partnerId;
    }

    IsoWeek week() {
        return new IsoWeek(week);
    }
}
