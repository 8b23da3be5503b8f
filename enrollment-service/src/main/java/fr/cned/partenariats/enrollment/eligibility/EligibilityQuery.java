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
 * @param newIdentity the identity of {@code newStudent}
 * @param payments empty when the student pays the whole price
 * @param previousEnrollmentId the enrollment that this one continues
 * @param distinctPerson whether the caller says that another student with the same identity is another person
 * @param transferredFrom absent for a new enrollment
 */
public record EligibilityQuery(
        @Nullable UUID partnerId,
        UUID agreementId,
        UUID offeringId,
        @Nullable UUID siteId,
        @Nullable UUID studentId,
        @Nullable Candidate newStudent,
        @Nullable Identity newIdentity,
        List<Payment> payments,
        @Nullable UUID previousEnrollmentId,
        boolean distinctPerson,
        @Nullable TransferredFrom transferredFrom) {

    /** The student's data that prerequisites and exemptions depend on. */
    public record Candidate(
            @Nullable Integer diplomaLevel, boolean highLevelAthlete, boolean parentOfThree, boolean civilServant) {}

    /**
     * What identifies a person.
     *
     * @param key the normalised names, birth date and birth place
     */
    public record Identity(String key, @Nullable String ine) {

        /** Two different INEs belong to two persons, whatever their names are. */
        public boolean maySharePerson(Identity other) {
            return key.equals(other.key) && (ine == null || other.ine == null || ine.equals(other.ine));
        }
    }

    public record Payment(FundingKind kind, BigDecimal amount) {}

    /** The seat and the place that a transfer releases. */
    public record TransferredFrom(UUID seatId, UUID offeringId) {}

    /** Whether a transfer changes the agreement only. The student keeps the place, so opening rules do not apply. */
    boolean staysOnOffering() {
        return transferredFrom != null && transferredFrom.offeringId().equals(offeringId);
    }
}
