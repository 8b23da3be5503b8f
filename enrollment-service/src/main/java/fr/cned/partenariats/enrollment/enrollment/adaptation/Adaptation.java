package fr.cned.partenariats.enrollment.enrollment.adaptation;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.DATE_OUTSIDE_PERIOD;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.Period;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An adaptation of one enrollment for a high-level athlete, such as other exam dates, with its period and approval. */
@Entity
public class Adaptation {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID enrollmentId;
    private String code;
    private LocalDate startsOn;
    private LocalDate endsOn;

    /** The price of the enrollment from this adaptation on; absent when the price did not change. */
    private @Nullable BigDecimal price;

    private @Nullable BigDecimal priceBefore;
    private @Nullable String priceReason;
    private String approvedBy;
    private Instant approvedAt;
    private @Nullable String endedBy;
    private @Nullable Instant endedAt;
    private @Nullable String endReason;

    protected Adaptation() {}

    static Adaptation approve(
            UUID enrollmentId, String code, LocalDate startsOn, LocalDate endsOn, String by, Instant now) {
        Adaptation adaptation = new Adaptation();
        adaptation.id = Ids.next();
        adaptation.enrollmentId = enrollmentId;
        adaptation.code = code;
        adaptation.startsOn = startsOn;
        adaptation.endsOn = endsOn;
        adaptation.approvedBy = by;
        adaptation.approvedAt = now;
        return adaptation;
    }

    void changePrice(BigDecimal before, BigDecimal after, String reason) {
        priceBefore = before;
        price = after;
        priceReason = reason;
    }

    /** Refuses a day after the approved end: a longer period needs another approval. */
    void end(LocalDate lastDay, String reason, String by, Instant now) {
        if (!period().contains(lastDay)) {
            throw Refusal.at("/endsOn", DATE_OUTSIDE_PERIOD, startsOn.toString(), endsOn.toString());
        }
        endsOn = lastDay;
        endReason = reason;
        endedBy = by;
        endedAt = now;
    }

    Period period() {
        return new Period(startsOn, endsOn);
    }

    AdaptationView view(ActorNames actors) {
        return new AdaptationView(
                id,
                version,
                enrollmentId,
                code,
                startsOn,
                endsOn,
                price,
                priceBefore,
                priceReason,
                actors.shown(approvedBy),
                approvedAt,
                endedBy == null ? null : actors.shown(endedBy),
                endedAt,
                endReason);
    }

    UUID id() {
        return id;
    }

    UUID enrollmentId() {
        return enrollmentId;
    }
}
