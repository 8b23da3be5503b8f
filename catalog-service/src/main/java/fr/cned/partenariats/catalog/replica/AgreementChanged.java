package fr.cned.partenariats.catalog.replica;

import static fr.cned.partenariats.catalog.DistinctList.distinct;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields that this service reads from events of {@code partner.agreements.v1}. */
record AgreementChanged(
        @NotNull UUID id,
        long revision,
        @NotNull String number,
        @Nullable String title,
        @NotNull String kind,
        @NotNull String state,
        @NotNull List<@NotNull @Valid Party> parties,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        @NotNull Scope scope,
        @NotNull List<@NotNull @Valid SeatQuota> seatQuotas,
        @Nullable @Valid Tariff tariff) {

    static final String TYPE = "fr.cned.partenariats.agreement.changed.v1";

    record Party(@NotNull UUID partnerId) {}

    record SeatQuota(
            @NotNull UUID id,
            @NotNull String academicYear,
            @Nullable String family,
            @Nullable String trainingCode,
            @PositiveOrZero int seats) {}

    record Tariff(
            @Nullable BigDecimal discountPercent,
            @Nullable @Valid Price fixedPrice) {}

    record Price(@NotNull BigDecimal amount, @NotNull String currency) {}

    record Scope(
            List<String> families,
            List<String> trainingCodes,
            List<String> modalities,
            @Nullable Integer minLevel,
            @Nullable Integer maxLevel) {

        Scope {
            families = distinct(families);
            trainingCodes = distinct(trainingCodes);
            modalities = distinct(modalities);
        }
    }
}
