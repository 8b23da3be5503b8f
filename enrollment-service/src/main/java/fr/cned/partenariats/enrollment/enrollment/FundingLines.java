package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.FUNDING_LINE_DECIDED;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The lines that together pay the price of an enrollment. */
record FundingLines(List<FundingLine> all) {

    BigDecimal price() {
        return all.stream().map(FundingLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    boolean areApproved() {
        return all.stream().allMatch(line -> line.state() == FundingLine.State.APPROVED);
    }

    /** Refuses a second decision on a line. */
    FundingLines decided(UUID lineId, FundingLine.State decision, String by, @Nullable String reason, Instant now) {
        FundingLine line = all.stream()
                .filter(l -> l.id().equals(lineId))
                .findFirst()
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "funding line"));
        if (line.state() != FundingLine.State.REQUESTED) {
            throw Refusal.of(FUNDING_LINE_DECIDED, line.state().name());
        }
        return new FundingLines(all.stream()
                .map(l -> l.equals(line) ? l.decided(decision, now, by, reason) : l)
                .toList());
    }

    FundingLines withoutFreeText() {
        return new FundingLines(all.stream().map(FundingLine::withoutFreeText).toList());
    }
}
