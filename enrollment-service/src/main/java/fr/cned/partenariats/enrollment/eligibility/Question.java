package fr.cned.partenariats.enrollment.eligibility;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to be enrolled where.
 *
 * @param partnerId the party meant; absent when the agreement has only one
 * @param newStudent of a student not registered yet; absent with {@code studentId}
 * @param payments who pays what; empty when the student pays all
 * @param held what the student gives up for it by a transfer; absent when it is a new enrollment
 */
public record Question(
        @Nullable UUID partnerId,
        UUID agreementId,
        UUID offeringId,
        @Nullable UUID siteId,
        @Nullable UUID studentId,
        @Nullable Candidate newStudent,
        List<Payment> payments,
        @Nullable Held held) {

    /** What prerequisites and exemptions look at. */
    public record Candidate(@Nullable Integer diplomaLevel, boolean highLevelAthlete, boolean parentOfThree) {}

    public record Payment(FundingKind kind, BigDecimal amount) {}

    /** The seat and the place of the enrollment that is transferred. */
    public record Held(UUID seatId, UUID offeringId) {}

    /** A transfer to another agreement on the same offering: the place is kept, and nothing new begins. */
    boolean staysOnOffering() {
        return held != null && held.offeringId().equals(offeringId);
    }
}
