package fr.cned.partenariats.enrollment.replica.agreement;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of an event of partner.agreements.v1 that this service uses. */
record AgreementChanged(
        @NotNull UUID id,
        long revision,
        @NotNull String number,
        @NotNull String kind,
        @NotNull String state,
        @NotNull List<@Valid Party> parties,
        @Nullable UUID parentId,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        @Nullable Scope scope,
        @Nullable List<@Valid SeatQuota> seatQuotas,
        @Nullable Tariff tariff,
        @Nullable List<@Valid Funding> fundings,
        @Nullable Refund refund,
        @Nullable List<String> commercialAdaptations,
        @Nullable List<@Valid FormerParty> formerParties,
        @Nullable Integer minWeeklyAttendanceHours,
        @Nullable List<String> adaptations) {

    static final String TYPE = "fr.cned.partenariats.agreement.changed.v1";

    record Party(@NotNull UUID partnerId) {}

    /** A partner that left the agreement by an amendment. */
    record FormerParty(@NotNull UUID partnerId, @NotNull String enrollments) {

        /** Its live enrollments under the agreement end. Otherwise they go on, without new ones. */
        boolean endsEnrollments() {
            return enrollments.equals("CANCEL");
        }
    }

    record Scope(
            @Nullable List<String> families,
            @Nullable List<String> trainingCodes,
            @Nullable List<String> modalities,
            @Nullable Integer minLevel,
            @Nullable Integer maxLevel) {}

    record SeatQuota(
            @NotNull UUID id,
            @NotEmpty String academicYear,
            @Nullable String family,
            @Nullable String trainingCode,
            @PositiveOrZero int seats,
            @PositiveOrZero @Nullable Integer grantable) {

        /** {@code seats} of a framework agreement include the seats of its specific agreements. */
        int ownSeats() {
            return grantable == null ? seats : grantable;
        }
    }

    record Tariff(
            @Nullable BigDecimal discountPercent, @Nullable FixedPrice fixedPrice) {}

    record FixedPrice(@NotNull BigDecimal amount) {}

    record Refund(
            @Nullable Integer fullWithinDays, @Nullable Boolean proRata) {}

    record Funding(@NotNull String kind, @NotNull String state) {}

    List<SeatQuota> seatQuotasOrNone() {
        return seatQuotas == null ? List.of() : seatQuotas;
    }

    /** A party that returned is a party, whatever it was before. */
    List<UUID> partiesWhoseEnrollmentsEnd() {
        return formerParties == null
                ? List.of()
                : formerParties.stream()
                        .filter(FormerParty::endsEnrollments)
                        .map(FormerParty::partnerId)
                        .filter(former -> parties.stream()
                                .noneMatch(party -> party.partnerId().equals(former)))
                        .toList();
    }

    List<Funding> fundingsOrNone() {
        return fundings == null ? List.of() : fundings;
    }
}
