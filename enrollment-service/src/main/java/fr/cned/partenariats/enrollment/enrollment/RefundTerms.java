package fr.cned.partenariats.enrollment.enrollment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is paid back when a started enrollment ends by a withdrawal: the refund of the agreement, and the days of the
 * offering.
 *
 * @param fullWithinDays everything, up to this number of days after the start
 * @param proRata otherwise a part, by the days of the offering after the withdrawal
 */
record RefundTerms(
        LocalDate startsOn, LocalDate endsOn, @Nullable Integer fullWithinDays, boolean proRata) {

    /** The Cned cancels the offering: everything on any day, unless the agreement pays nothing back. */
    RefundTerms ofCancelledOffering() {
        return fullWithinDays == null && !proRata
                ? this
                : new RefundTerms(startsOn, endsOn, Integer.MAX_VALUE, proRata);
    }

    /** Rounded to cents. */
    BigDecimal of(BigDecimal paid, LocalDate withdrawnOn) {
        if (fullWithinDays != null && !withdrawnOn.isAfter(startsOn.plusDays(fullWithinDays))) {
            return paid;
        }
        if (!proRata) {
            return BigDecimal.ZERO;
        }
        long days = ChronoUnit.DAYS.between(startsOn, endsOn) + 1;
        long left = Math.min(days, Math.max(0, ChronoUnit.DAYS.between(withdrawnOn, endsOn)));
        return part(paid, BigDecimal.valueOf(left), BigDecimal.valueOf(days));
    }

    /** Each payer gets back its part of what was approved. The rounded parts sum to the refund. */
    List<FundingLine> refunded(List<FundingLine> lines, LocalDate withdrawnOn) {
        BigDecimal paid = lines.stream()
                .filter(RefundTerms::isPaid)
                .map(FundingLine::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal refund = of(paid, withdrawnOn);
        if (refund.signum() == 0) {
            return lines;
        }
        List<FundingLine> refunded = new ArrayList<>();
        BigDecimal paidBefore = BigDecimal.ZERO;
        for (FundingLine line : lines) {
            BigDecimal paidAfter = isPaid(line) ? paidBefore.add(line.amount()) : paidBefore;
            refunded.add(
                    isPaid(line)
                            ? line.withRefund(part(refund, paidAfter, paid).subtract(part(refund, paidBefore, paid)))
                            : line);
            paidBefore = paidAfter;
        }
        return refunded;
    }

    private static boolean isPaid(FundingLine line) {
        return line.state() == FundingLine.State.APPROVED;
    }

    private static BigDecimal part(BigDecimal of, BigDecimal some, BigDecimal all) {
        return of.multiply(some).divide(all, 2, RoundingMode.HALF_UP);
    }
}
