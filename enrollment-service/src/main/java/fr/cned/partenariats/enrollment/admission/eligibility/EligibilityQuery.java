package fr.cned.partenariats.enrollment.admission.eligibility;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The enrollment that the rules judge.
 *
 * @param partnerId the party of the agreement; may be absent when the agreement has one party only
 * @param studentReference names a registered student instead of {@code studentId}
 * @param newStudent absent when a registered student is named
 * @param newIdentity the identity of {@code newStudent}, or of the student to whom an earlier row of the same import
 *     gives {@code studentReference}
 * @param newStudentReference the reference of {@code newStudent}
 * @param reference the reference of the enrollment
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
        @Nullable String studentReference,
        @Nullable Candidate newStudent,
        @Nullable Identity newIdentity,
        @Nullable String newStudentReference,
        @Nullable String reference,
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
    public record Identity(
            String key, LocalDate birthDate, @Nullable String ine) {

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
