package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.PartnerProblem.DATE_OUT_OF_ORDER;
import static fr.cned.partenariats.partner.PartnerProblem.NOT_BEFORE_RENEWAL;

import fr.cned.partenariats.commons.base.problem.Violation;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A renewal starts after the agreement that it renews. Unknown start dates are not compared. */
final class RenewalRules {

    private static final String STARTS_ON = "/startsOn";

    private RenewalRules() {}

    /** The violation to report when the renewal's start is set or checked. */
    static Optional<Violation> renewalViolation(@Nullable LocalDate renewedStart, @Nullable LocalDate renewalStart) {
        return renewedStart == null || renewalStart == null || renewalStart.isAfter(renewedStart)
                ? Optional.empty()
                : Optional.of(new Violation(
                        STARTS_ON, DATE_OUT_OF_ORDER, renewedStart.plusDays(1).toString()));
    }

    /** The violation to report when the start of the renewed agreement is set. */
    static Optional<Violation> renewedViolation(@Nullable LocalDate renewedStart, @Nullable LocalDate renewalStart) {
        return renewalViolation(renewedStart, renewalStart)
                .map(violation -> new Violation(STARTS_ON, NOT_BEFORE_RENEWAL, String.valueOf(renewalStart)));
    }
}
