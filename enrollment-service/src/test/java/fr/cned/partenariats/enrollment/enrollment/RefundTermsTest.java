package fr.cned.partenariats.enrollment.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefundTermsTest {

    private static RefundTerms terms(String start, String end, @Nullable Integer fullWithinDays, boolean proRata) {
        return new RefundTerms(LocalDate.parse(start), LocalDate.parse(end), fullWithinDays, proRata);
    }

    /** From 1 September to 30 June: 303 days, or 304 with a 29 February. */
    @ParameterizedTest
    @CsvSource({
        "2024-09-01, 2025-06-30, 2024-09-01, 897.03",
        "2024-09-01, 2025-06-30, 2025-02-28, 362.38",
        "2023-09-01, 2024-06-30, 2024-02-28, 364.14",
        "2023-09-01, 2024-06-30, 2024-02-29, 361.18",
        "2023-09-01, 2024-06-30, 2024-06-29, 2.96",
        "2023-09-01, 2024-06-30, 2024-06-30, 0.00",
        "2023-09-01, 2024-06-30, 2024-07-15, 0.00",
    })
    void aPartByTheDaysThatAreLeft(String start, String end, LocalDate withdrawnOn, BigDecimal refund) {
        assertThat(terms(start, end, null, true).of(new BigDecimal("900.00"), withdrawnOn))
                .isEqualByComparingTo(refund);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-09-01, false, 900",
        "2024-09-15, false, 900",
        "2024-09-16, false, 0",
        "2024-09-15, true, 900",
        "2024-09-16, true, 852.48"
    })
    void allUpToTheLastDayOfTheWithdrawalPeriod(LocalDate withdrawnOn, boolean proRata, BigDecimal refund) {
        assertThat(terms("2024-09-01", "2025-06-30", 14, proRata).of(new BigDecimal("900"), withdrawnOn))
                .isEqualByComparingTo(refund);
    }

    /** The Cned cancels the offering. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"14, false, 900", "0, true, 900", "-, true, 900", "-, false, 0"})
    void allForACancelledOfferingWithATerm(@Nullable Integer fullWithinDays, boolean proRata, BigDecimal refund) {
        RefundTerms cancelled =
                terms("2024-09-01", "2025-06-30", fullWithinDays, proRata).ofCancelledOffering();
        for (String day : List.of("2024-08-01", "2024-09-01", "2025-07-15")) {
            assertThat(cancelled.of(new BigDecimal("900"), LocalDate.parse(day)))
                    .isEqualByComparingTo(refund);
        }
    }

    /** A site can end after the start of the offering was moved to a later day. */
    @Test
    void neverMoreThanAll() {
        assertThat(terms("2024-09-01", "2025-06-30", null, true)
                        .of(new BigDecimal("900"), LocalDate.parse("2024-07-01")))
                .isEqualByComparingTo("900");
    }

    @Test
    void nothingWithoutATerm() {
        List<FundingLine> lines = lines("650.50", "249.50");
        assertThat(terms("2024-09-01", "2025-06-30", null, false).refunded(lines, LocalDate.parse("2024-09-01")))
                .isEqualTo(lines);
    }

    /** Five of ten days are left. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "900 | 450.00",
                "650.50,249.50 | 325.25,124.75",
                "33.33,33.33,33.34 | 16.67,16.66,16.67",
                "0.01,0.01 | 0.01,0.00",
                "0.01,0.01,0.01 | 0.01,0.00,0.01",
                "99999999.99,0.01 | 50000000.00,0.00"
            })
    void thePartsOfThePayersSumToTheRefund(String amounts, String refunds) {
        List<FundingLine> refunded = terms("2026-03-01", "2026-03-10", null, true)
                .refunded(lines(amounts.split(",")), LocalDate.parse("2026-03-05"));
        assertThat(refunded)
                .extracting(FundingLine::refund)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(
                        Stream.of(refunds.split(",")).map(BigDecimal::new).toArray(BigDecimal[]::new));
    }

    @Test
    void aLineThatIsNotApprovedWasNotPaid() {
        List<FundingLine> lines = List.of(
                FundingLine.request(FundingKind.OPCO, null, new BigDecimal("400")),
                lines("500").get(0));
        assertThat(terms("2026-03-01", "2026-03-10", 14, false).refunded(lines, LocalDate.parse("2026-03-05")))
                .extracting(FundingLine::refund)
                .containsExactly(null, new BigDecimal("500.00"));
    }

    private static List<FundingLine> lines(String... amounts) {
        return Stream.of(amounts)
                .map(amount -> FundingLine.request(FundingKind.OPCO, null, new BigDecimal(amount))
                        .agreed(Instant.EPOCH, "officer"))
                .toList();
    }
}
