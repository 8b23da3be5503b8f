package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.partner.PartnerProblem;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of an agreement with its first and last day, and the transitions that are due by date. */
record Lifetime(
        AgreementState state,
        LocalDate stateSince,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn) {

    record Due(
            AgreementState next,
            HistoryAction action,
            LocalDate day,
            @Nullable Gap gap) {}

    /** Whether the agreement is or was in force. A terminated agreement was, if it had started by then. */
    boolean hasBeenInForce() {
        return state == AgreementState.TERMINATED
                ? startsOn != null && !startsOn.isAfter(stateSince)
                : state.hasBeenInForce();
    }

    /** Null without an end. */
    @Nullable
    LocalDate lastDay() {
        return state == AgreementState.TERMINATED ? stateSince.minusDays(1) : endsOn;
    }

    /** Refuses a start in the future for an agreement that is or was in force. */
    void requireStarted(String pointer, LocalDate today) {
        if (state.hasBeenInForce() && startsOn != null && startsOn.isAfter(today)) {
            throw Refusal.invalid(new Violation(pointer, PartnerProblem.DATE_IN_FUTURE));
        }
    }

    /** @param predecessorEndsOn the last day of the agreement that this one renews */
    Optional<Due> dueStart(@Nullable LocalDate predecessorEndsOn, LocalDate today) {
        if (state != AgreementState.SIGNED || startsOn == null || startsOn.isAfter(today)) {
            return Optional.empty();
        }
        Gap gap = Gap.between(predecessorEndsOn, startsOn);
        return Optional.of(new Due(AgreementState.IN_FORCE, HistoryAction.CAME_INTO_FORCE, startsOn, gap));
    }

    /** The agreement is renewed when its renewal comes into force, or when it ends and the renewal is signed. */
    Optional<Due> dueEnd(@Nullable Lifetime renewal, LocalDate today) {
        if (state != AgreementState.IN_FORCE && state != AgreementState.EXPIRED) {
            return Optional.empty();
        }
        if (renewal != null && renewal.hasBeenInForce()) {
            LocalDate replaced = renewal.startsOn == null ? renewal.stateSince : renewal.startsOn;
            return Optional.of(renewed(replaced, Gap.between(lastDay(), replaced)));
        }
        if (state == AgreementState.EXPIRED || endsOn == null || !endsOn.isBefore(today)) {
            return Optional.empty();
        }
        LocalDate next = endsOn.plusDays(1);
        return Optional.of(
                renewal != null && renewal.state.isLive()
                        ? renewed(next, Gap.between(endsOn, renewal.startsOn))
                        : new Due(AgreementState.EXPIRED, HistoryAction.EXPIRED, next, null));
    }

    private static Due renewed(LocalDate day, @Nullable Gap gap) {
        return new Due(AgreementState.RENEWED, HistoryAction.RENEWED, day, gap);
    }
}
