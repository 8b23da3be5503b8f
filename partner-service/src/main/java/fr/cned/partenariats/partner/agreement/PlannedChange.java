package fr.cned.partenariats.partner.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of an agreement that takes effect on a later day.
 *
 * @param changes the merge patch of an amendment on the terms
 * @param failure why the agreement refused the change on its day; null until then
 */
record PlannedChange(
        UUID id,
        PlannedChangeKind kind,
        LocalDate effectiveOn,
        String reason,
        Instant plannedAt,
        String plannedBy,
        @Nullable JsonNode changes,
        @Nullable EnrollmentsDecision enrollments,
        @Nullable PartialDate signedOn,
        @Nullable Failure failure) {

    /** Stored in both languages, because the reader chooses one. */
    record Failure(String code, String english, String french) {

        static Failure of(Refusal refusal) {
            return new Failure(
                    refusal.violations().isEmpty()
                            ? refusal.code().code()
                            : refusal.violations().get(0).code(),
                    ProblemRenderer.firstReason(Locale.ENGLISH, refusal),
                    ProblemRenderer.firstReason(Locale.FRENCH, refusal));
        }

        String text(Locale language) {
            return language.equals(Locale.FRENCH) ? french : english;
        }
    }

    PlannedChange failed(Failure why) {
        return new PlannedChange(
                id, kind, effectiveOn, reason, plannedAt, plannedBy, changes, enrollments, signedOn, why);
    }

    PlannedChangeState state() {
        return failure == null ? PlannedChangeState.PLANNED : PlannedChangeState.FAILED;
    }

    /** The request of the amendment that takes effect on the day. */
    AmendmentRequest amendment() {
        return new AmendmentRequest(
                reason,
                effectiveOn,
                signedOn,
                enrollments,
                Objects.requireNonNull(changes, "an amendment has changes"));
    }
}
