package fr.cned.partenariats.partner.agreement.seat;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** The usage of one seat quota. Only {@link SeatUsages#apply} writes it. */
@Entity
class SeatUsage {

    @Id
    private UUID quotaId;

    @Column(name = "agreement_id")
    private UUID agreementId;

    private int requested;
    private int granted;
    private int used;

    @Column(name = "as_of")
    private Instant asOf;

    protected SeatUsage() {}

    UUID quotaId() {
        return quotaId;
    }

    SeatUsageView view() {
        return new SeatUsageView(requested, granted, used, asOf);
    }
}
