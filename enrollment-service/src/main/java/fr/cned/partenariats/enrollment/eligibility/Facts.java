package fr.cned.partenariats.enrollment.eligibility;

import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that the rules look at, as one query found it. Of what was not found the part is absent. */
public record Facts(
        @Nullable Agreement agreement,
        @Nullable Offering offering,
        @Nullable Training training,
        @Nullable UUID partnerId,
        @Nullable String partnerState,
        @Nullable String partnerRelation,
        @Nullable Student student,
        @Nullable Seat seat,
        @Nullable Site site) {

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

        /** The price under this agreement's tariff, in whole cents. */
        BigDecimal priceOf(BigDecimal listPrice) {
            if (fixedPrice != null) {
                return fixedPrice.setScale(2, RoundingMode.HALF_UP);
            }
            BigDecimal discount = discountPercent == null ? BigDecimal.ZERO : discountPercent;
            return listPrice
                    .multiply(BigDecimal.valueOf(100).subtract(discount))
                    .divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP);
        }

        /** The student's own money is accepted unless the agreement lists other kinds only. */
        boolean accepts(FundingKind kind) {
            return acceptedFundings.isEmpty() ? kind == FundingKind.INDIVIDUAL : acceptedFundings.contains(kind.name());
        }
    }

    public record Offering(
            UUID trainingId,
            String academicYear,
            String modality,
            @Nullable LocalDate opensOn,
            @Nullable LocalDate closesOn,
            int waitingListSize,
            BigDecimal listPrice,
            String state,
            List<String> networks,
            int placesLeft,
            int waiting,
            boolean somebodyFirst) {

        /** Who comes new overtakes only those whom nothing but a place would not help. */
        public boolean hasPlaceForNewcomer() {
            return placesLeft > 0 && !somebodyFirst;
        }

        public boolean hasRoomToWait() {
            return waiting < waitingListSize;
        }

        private Offering with(int placesLeftNow, int waitingNow) {
            return new Offering(
                    trainingId,
                    academicYear,
                    modality,
                    opensOn,
                    closesOn,
                    waitingListSize,
                    listPrice,
                    state,
                    networks,
                    placesLeftNow,
                    waitingNow,
                    somebodyFirst);
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
     * Judged by what its own partner said of it, also when it is the alias of another.
     *
     * @param personId whom it is merged into, or else itself
     * @param enrolledHere the person's live enrollment on the offering
     */
    public record Student(
            UUID partnerId,
            UUID personId,
            Question.Candidate candidate,
            @Nullable Enrolled enrolledHere) {}

    /** A live enrollment. Of a merged student it may be another partner's. */
    public record Enrolled(UUID id, UUID partnerId) {}

    /** The most special line of the agreement's quotas that covers the training in the offering's year. */
    public record Seat(UUID id, int left) {}

    record Site(UUID partnerId, List<String> networks) {}

    /** The same with other counts: what those before in an import leave of the room. */
    public Facts withRoom(int seatsLeft, int placesLeft, int waiting) {
        return new Facts(
                agreement,
                offering == null ? null : offering.with(placesLeft, waiting),
                training,
                partnerId,
                partnerState,
                partnerRelation,
                student,
                seat == null ? null : new Seat(seat.id(), seatsLeft),
                site);
    }

    /** The same for a student whom a row before in an import enrolled on the offering. */
    public Facts withStudentEnrolledHere(Enrolled here) {
        return new Facts(
                agreement,
                offering,
                training,
                partnerId,
                partnerState,
                partnerRelation,
                student == null
                        ? null
                        : new Student(student.partnerId(), student.personId(), student.candidate(), here),
                seat,
                site);
    }

    static Facts of(Tuple row) {
        return new Facts(
                agreement(row),
                offering(row),
                training(row),
                row.get("partner_id", UUID.class),
                row.get("partner_state", String.class),
                row.get("partner_relation", String.class),
                student(row),
                row.get("seat_id") == null
                        ? null
                        : new Seat(row.get("seat_id", UUID.class), integer(row, "seats_left")),
                row.get("site_partner") == null
                        ? null
                        : new Site(row.get("site_partner", UUID.class), texts(row, "site_networks")));
    }

    private static @Nullable Agreement agreement(Tuple row) {
        return row.get("agreement_state") == null
                ? null
                : new Agreement(
                        row.get("agreement_number", String.class),
                        row.get("agreement_kind", String.class),
                        row.get("agreement_state", String.class),
                        List.of((UUID[]) row.get("party_ids")),
                        row.get("agreement_starts", LocalDate.class),
                        row.get("agreement_ends", LocalDate.class),
                        texts(row, "families"),
                        texts(row, "training_codes"),
                        texts(row, "modalities"),
                        optionalInteger(row, "agreement_min_level"),
                        optionalInteger(row, "agreement_max_level"),
                        row.get("discount_percent", BigDecimal.class),
                        row.get("fixed_price", BigDecimal.class),
                        texts(row, "accepted_fundings"),
                        texts(row, "suspended_fundings"));
    }

    private static @Nullable Offering offering(Tuple row) {
        return row.get("offering_state") == null
                ? null
                : new Offering(
                        row.get("training_id", UUID.class),
                        row.get("academic_year", String.class),
                        row.get("modality", String.class),
                        row.get("opens_on", LocalDate.class),
                        row.get("closes_on", LocalDate.class),
                        integer(row, "waiting_list_size"),
                        row.get("price", BigDecimal.class),
                        row.get("offering_state", String.class),
                        texts(row, "offering_networks"),
                        integer(row, "places_left"),
                        integer(row, "waiting"),
                        row.get("somebody_first", Boolean.class));
    }

    private static @Nullable Training training(Tuple row) {
        return row.get("training_state") == null
                ? null
                : new Training(
                        row.get("training_code", String.class),
                        row.get("family", String.class),
                        optionalInteger(row, "level"),
                        row.get("training_state", String.class),
                        optionalInteger(row, "min_level"),
                        texts(row, "exemptions"));
    }

    private static @Nullable Student student(Tuple row) {
        return row.get("student_partner") == null
                ? null
                : new Student(
                        row.get("student_partner", UUID.class),
                        row.get("person_id", UUID.class),
                        new Question.Candidate(
                                optionalInteger(row, "diploma_level"),
                                row.get("high_level_athlete", Boolean.class),
                                row.get("parent_of_three", Boolean.class)),
                        row.get("enrolled_here") == null
                                ? null
                                : new Enrolled(
                                        row.get("enrolled_here", UUID.class), row.get("enrolled_here_by", UUID.class)));
    }

    private static List<String> texts(Tuple row, String column) {
        return List.of((String[]) row.get(column));
    }

    private static int integer(Tuple row, String column) {
        return ((Number) row.get(column)).intValue();
    }

    private static @Nullable Integer optionalInteger(Tuple row, String column) {
        return row.get(column) == null ? null : integer(row, column);
    }
}
