package fr.cned.partenariats.enrollment.admission.eligibility;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data that {@link EligibilityRules} depend on. A part that does not exist is absent.
 *
 * @param person absent only when the partner is
 */
public record EligibilityFacts(
        @Nullable Agreement agreement,
        @Nullable Offering offering,
        @Nullable Training training,
        @Nullable UUID partnerId,
        @Nullable String partnerState,
        @Nullable String partnerRelation,
        @Nullable Student student,
        @Nullable Seat seat,
        @Nullable Site site,
        @Nullable Person person) {

    record Agreement(
            String number,
            String kind,
            String state,
            List<UUID> parties,
            @Nullable LocalDate startsOn,
            @Nullable LocalDate endsOn,
            List<String> families,
            List<String> trainingCodes,
            List<String> modalities,
            @Nullable Integer minLevel,
            @Nullable Integer maxLevel,
            @Nullable BigDecimal discountPercent,
            @Nullable BigDecimal fixedPrice,
            List<String> acceptedFundings,
            List<String> suspendedFundings) {

        /** The price under this agreement's tariff, rounded to cents. */
        BigDecimal priceOf(BigDecimal listPrice) {
            if (fixedPrice != null) {
                return fixedPrice.setScale(2, RoundingMode.HALF_UP);
            }
            BigDecimal discount = discountPercent == null ? BigDecimal.ZERO : discountPercent;
            return listPrice
                    .multiply(BigDecimal.valueOf(100).subtract(discount))
                    .divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP);
        }

        /** An agreement without a list of fundings accepts payment by the student only. */
        boolean accepts(FundingKind kind) {
            return acceptedFundings.isEmpty() ? kind == FundingKind.INDIVIDUAL : acceptedFundings.contains(kind.name());
        }
    }

    public record Offering(
            UUID trainingId,
            String academicYear,
            String modality,
            @Nullable String route,
            List<EnrollmentPeriod> periods,
            LocalDate startsOn,
            LocalDate endsOn,
            BigDecimal listPrice,
            String state,
            List<String> networks,
            int placesLeft,
            int waiting,
            boolean hasPromotable) {

        /** A new request may pass waiting students who need more than a place (a seat or funding). */
        public boolean hasPlaceForNewRequest() {
            return placesLeft > 0 && !hasPromotable;
        }

        /** A seat is kept for a funding decision at most until the offering ends. */
        public LocalDate holdUntil(LocalDate latest) {
            return latest.isAfter(endsOn) ? endsOn : latest;
        }

        boolean canJoinWaitlist(@Nullable EnrollmentPeriod period) {
            return period != null && waiting < period.waitingListSize();
        }

        private Offering with(int placesLeftNow, int waitingNow) {
            return new Offering(
                    trainingId,
                    academicYear,
                    modality,
                    route,
                    periods,
                    startsOn,
                    endsOn,
                    listPrice,
                    state,
                    networks,
                    placesLeftNow,
                    waitingNow,
                    hasPromotable);
        }
    }

    record Training(
            String code,
            String family,
            @Nullable Integer level,
            String state,
            @Nullable Integer minLevel,
            List<String> exemptions) {}

    /**
     * The student with the data of this registration, also when it is merged into another.
     *
     * @param id the registration itself
     * @param personId the student that this registration is merged into, or its own id
     * @param enrolledBefore whether the partner enrolled the person in an earlier academic year; only read for an offering
     *     with several enrollment periods
     * @param liveEnrollment the person's live enrollment on the offering
     */
    public record Student(
            UUID id,
            UUID partnerId,
            UUID personId,
            EligibilityQuery.Candidate candidate,
            EligibilityQuery.Identity identity,
            boolean enrolledBefore,
            @Nullable LiveEnrollment liveEnrollment) {

        /** This student after the previous rows of an import. */
        public Student with(@Nullable LiveEnrollment live, boolean returning) {
            return new Student(
                    id,
                    partnerId,
                    personId,
                    candidate,
                    identity,
                    enrolledBefore || returning,
                    live == null ? liveEnrollment : live);
        }
    }

    /**
     * What is known about the person of the request besides its student.
     *
     * @param references who has the references of the request
     * @param studentWithIne the partner's student who has the INE of the new student
     * @param previous the previous enrollment that the request names
     * @param enrollmentOfSameIdentity a live enrollment on the offering of another of the partner's students with the
     *     same identity
     * @param possibleDuplicates other students with the same INE or identity that the caller may see; bounded
     */
    public record Person(
            References references,
            @Nullable UUID studentWithIne,
            @Nullable PreviousEnrollment previous,
            @Nullable UUID enrollmentOfSameIdentity,
            List<UUID> possibleDuplicates) {

        static final int MAX_DUPLICATES = 10;

        /** These facts after the previous rows of an import registered more students. */
        public Person with(@Nullable UUID sameIne, @Nullable UUID sameIdentity, List<UUID> moreDuplicates) {
            return new Person(
                    references,
                    studentWithIne == null ? sameIne : studentWithIne,
                    previous,
                    enrollmentOfSameIdentity == null ? sameIdentity : enrollmentOfSameIdentity,
                    Stream.concat(possibleDuplicates.stream(), moreDuplicates.stream())
                            .limit(MAX_DUPLICATES)
                            .toList());
        }

        public Person with(References used) {
            return new Person(used, studentWithIne, previous, enrollmentOfSameIdentity, possibleDuplicates);
        }

        Person within(Set<UUID> visible, @Nullable UUID previousId) {
            return new Person(
                    references,
                    studentWithIne,
                    previousId != null && visible.contains(previousId) ? previous : null,
                    enrollmentOfSameIdentity,
                    possibleDuplicates.stream().filter(visible::contains).toList());
        }
    }

    /**
     * What the partner has given the references of the request to.
     *
     * @param student who has the reference of the new student
     * @param enrollment the one with the reference of the enrollment
     */
    public record References(
            @Nullable UUID student, @Nullable UUID enrollment) {

        static final References FREE = new References(null, null);

        /** These references after the previous rows of an import used more of them. */
        public References or(@Nullable UUID otherStudent, @Nullable UUID otherEnrollment) {
            return new References(
                    student == null ? otherStudent : student, enrollment == null ? otherEnrollment : enrollment);
        }
    }

    public record PreviousEnrollment(UUID personId, UUID partnerId) {}

    /** A live enrollment. For a merged student it may belong to another partner. */
    public record LiveEnrollment(UUID id, UUID partnerId) {}

    /** The most specific seat quota of the agreement that covers the training in the offering's year. */
    public record Seat(UUID id, int left) {}

    /** @param networks of which the site has a label on the day */
    record Site(
            UUID partnerId, List<String> networks, @Nullable LocalDate endedOn) {}

    /** These facts with the capacity that the previous rows of an import leave. */
    public EligibilityFacts withCapacity(int seatsLeft, int placesLeft, int waiting) {
        return new EligibilityFacts(
                agreement,
                offering == null ? null : offering.with(placesLeft, waiting),
                training,
                partnerId,
                partnerState,
                partnerRelation,
                student,
                seat == null ? null : new Seat(seat.id(), seatsLeft),
                site,
                person);
    }

    /** @param known the student after the previous rows of an import; null when the caller may not see it */
    public EligibilityFacts withStudent(@Nullable Student known) {
        return new EligibilityFacts(
                agreement, offering, training, partnerId, partnerState, partnerRelation, known, seat, site, person);
    }

    /** The ids of students, and of the previous enrollment, from which a caller can learn of other sites. */
    List<UUID> namedIds(EligibilityQuery query) {
        List<UUID> ids = new ArrayList<>();
        if (student != null) {
            ids.add(student.id());
        }
        if (query.previousEnrollmentId() != null) {
            ids.add(query.previousEnrollmentId());
        }
        if (person != null) {
            ids.addAll(person.possibleDuplicates());
        }
        return ids;
    }

    /** These facts for a caller who may see only these students and enrollments. */
    EligibilityFacts within(Set<UUID> visible, EligibilityQuery query) {
        EligibilityFacts seen = student == null || visible.contains(student.id()) ? this : withStudent(null);
        return person == null ? seen : seen.withPerson(person.within(visible, query.previousEnrollmentId()));
    }

    public EligibilityFacts withPerson(Person known) {
        return new EligibilityFacts(
                agreement, offering, training, partnerId, partnerState, partnerRelation, student, seat, site, known);
    }
}
