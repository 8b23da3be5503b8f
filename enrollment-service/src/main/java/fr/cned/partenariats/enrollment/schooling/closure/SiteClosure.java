package fr.cned.partenariats.enrollment.schooling.closure;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.SITE_CLOSURE_WITHDRAWN;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import fr.cned.partenariats.enrollment.schooling.week.WorkingDays;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A week in which a site is closed, on some or all working days. It is declared once for all students of the site. */
@Entity
public class SiteClosure {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID siteId;
    private UUID partnerId;
    private LocalDate week;

    /** The bits of {@link WorkingDays#mask}. */
    private short closedDays;

    private String reason;
    private String declaredBy;
    private Instant declaredAt;
    private @Nullable String withdrawnBy;
    private @Nullable Instant withdrawnAt;
    private @Nullable String withdrawalReason;

    protected SiteClosure() {}

    static SiteClosure create(UUID partnerId, SiteClosureRequest request, String by, Instant now) {
        SiteClosure closure = new SiteClosure();
        closure.id = Ids.next();
        closure.siteId = request.siteId();
        closure.partnerId = partnerId;
        closure.week = IsoWeek.of(request.week()).monday();
        closure.closedDays = (short) WorkingDays.mask(request.daysOrAll());
        closure.reason = request.reason();
        closure.declaredBy = by;
        closure.declaredAt = now;
        return closure;
    }

    void withdraw(String why, String by, Instant now) {
        if (withdrawnAt != null) {
            throw Refusal.of(SITE_CLOSURE_WITHDRAWN);
        }
        withdrawalReason = why;
        withdrawnBy = by;
        withdrawnAt = now;
    }

    SiteClosureView view(ActorNames actors) {
        return new SiteClosureView(
                id,
                version,
                siteId,
                partnerId,
                week().toString(),
                WorkingDays.days(closedDays).stream().map(ClosedDay::of).toList(),
                reason,
                actors.shown(declaredBy),
                declaredAt,
                withdrawnBy == null ? null : actors.shown(withdrawnBy),
                withdrawnAt,
                withdrawalReason);
    }

    UUID id() {
        return id;
    }

    UUID siteId() {
        return siteId;
    }

    UUID partnerId() {
        return partnerId;
    }

    IsoWeek week() {
        return new IsoWeek(week);
    }
}
