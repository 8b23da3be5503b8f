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
 * @param reference the reference of the enrollment
 * @param payments empty when the student pays the whole price
 * @param previousEnrollmentId the enrollment that this one continues
 * @param distinctPerson whether the caller says that another student with the same identity is another person
 * @param transferredFrom absent for a new enrollment
 * @param past absent for an enrollment of today
 */
public record EligibilityQuery(
        @Nullable UUID partnerId,
        UUID agreementId,
        UUID offeringId,
        @Nullable UUID siteId,
        RequestedStudent student,
        @Nullable String reference,
        List<Payment> payments,
        @Nullable UUID previousEnrollmentId,
        boolean distinctPerson,
        @Nullable TransferredFrom transferredFrom,
        @Nullable Past past) {

    /** Judges a site, or a price, without a student. */
    static EligibilityQuery of(UUID partnerId, UUID agreementId, UUID offeringId, @Nullable UUID siteId) {
        return new EligibilityQuery(
                partnerId,
                agreementId,
                offeringId,
                siteId,
                RequestedStudent.NONE,
                null,
                List.of(),
                null,
                false,
                null,
                null);
    }

    /**
     * The student as the request names it.
     *
     * @param id of a registered student
     * @param reference names a registered student instead of {@code id}
     * @param candidate the new student; absent when a registered student is named
     * @param identity of the new student, or of the student to whom an earlier row of the same import gives
     *     {@code reference}
     * @param newReference the reference of the new student
     */
    public record RequestedStudent(
            @Nullable UUID id,
            @Nullable String reference,
            @Nullable Candidate candidate,
            @Nullable Identity identity,
            @Nullable String newReference) {

        static final RequestedStudent NONE = new RequestedStudent(null, null, null, null, null);

        public static RequestedStudent registered(UUID id) {
            return new RequestedStudent(id, null, null, null, null);
        }
    }

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

    /**
     * The days of an enrollment that is recorded later. The rules ask whether it was possible then.
     *
     * @param startedOn null when no day is given
     * @param endedOn null when it is not over
     */
    public record Past(
            LocalDate registeredOn,
            boolean hasStarted,
            @Nullable LocalDate startedOn,
            @Nullable LocalDate endedOn,
            boolean holdsSeat) {

        /** The day of the start: the given one, else the first possible one. */
        public LocalDate start(LocalDate ofOffering) {
            return startedOn != null ? startedOn : registeredOn.isAfter(ofOffering) ? registeredOn : ofOffering;
        }
    }

    /** The day on which the rules judge; null: today. */
    @Nullable
    LocalDate day() {
        return past == null ? null : past.registeredOn();
    }

    /** The seat and the place that a transfer releases. */
    public record TransferredFrom(UUID seatId, UUID offeringId) {}

    /** Whether a transfer changes the agreement only. The student keeps the place, so opening rules do not apply. */
    boolean staysOnOffering() {
        return transferredFrom != null && transferredFrom.offeringId().equals(offeringId);
    }
}
