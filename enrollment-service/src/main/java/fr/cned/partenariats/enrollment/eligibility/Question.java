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
 */
public record Question(
        @Nullable UUID partnerId,
        UUID agreementId,
        UUID offeringId,
        @Nullable UUID siteId,
        @Nullable UUID studentId,
        @Nullable Candidate newStudent,
        List<Payment> payments) {

    /** What prerequisites and exemptions look at. */
    public record Candidate(@Nullable Integer diplomaLevel, boolean highLevelAthlete, boolean parentOfThree) {}

    public record Payment(FundingKind kind, BigDecimal amount) {}
}
