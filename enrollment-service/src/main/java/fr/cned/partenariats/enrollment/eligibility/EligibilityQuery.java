package fr.cned.partenariats.enrollment.eligibility;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The enrollment that the rules judge.
 *
 * @param partnerId the party of the agreement; may be absent when the agreement has one party only
 * @param newStudent absent when {@code studentId} names a registered student
 * @param payments empty when the student pays the whole price
 * @param transferredFrom absent for a new enrollment
 */
public record EligibilityQuery(
        @Nullable UUID partnerId,
        UUID agreementId,
        UUID offeringId,
        @Nullable UUID siteId,
        @Nullable UUID studentId,
        @Nullable Candidate newStudent,
        List<Payment> payments,
        @Nullable TransferredFrom transferredFrom) {

    /** The student's data that prerequisites and exemptions depend on. */
    public record Candidate(@Nullable Integer diplomaLevel, boolean highLevelAthlete, boolean parentOfThree) {}

    public record Payment(FundingKind kind, BigDecimal amount) {}

    /** The seat and the place that a transfer releases. */
    public record TransferredFrom(UUID seatId, UUID offeringId) {}

    /** Whether a transfer changes the agreement only. The student keeps the place, so opening rules do not apply. */
    boolean staysOnOffering() {
        return transferredFrom != null && transferredFrom.offeringId().equals(offeringId);
    }
}
