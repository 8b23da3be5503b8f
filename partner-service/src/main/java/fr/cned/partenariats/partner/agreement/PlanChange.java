package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.UNKNOWN_FIELD;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change for a later day. Only an amendment has {@code changes}, {@code enrollments} and {@code signedOn}. */
public record PlanChange(
        @NotNull PlannedChangeKind kind,
        @NotNull LocalDate effectiveOn,
        @NotBlank @Size(max = 1000) String reason,

        @Schema(
                implementation = AgreementTerms.class,
                description =
                        "Of an amendment, which needs it: JSON merge patch on the terms, the fields of the creation"
                                + " request from `title` on.")
        @Nullable
        JsonNode changes,

        @Nullable EnrollmentsDecision enrollments,
        @Valid @Nullable PartialDate signedOn) {

    PlannedChange planned(ChangeContext context) {
        JsonNode patch = changes == null || changes.isNull() ? null : changes;
        List<Violation> violations = new ArrayList<>();
        if (kind == PlannedChangeKind.AMENDMENT) {
            if (patch == null) {
                violations.add(new Violation("/changes", REQUIRED));
            }
        } else {
            refuse("changes", patch, violations);
            refuse("enrollments", enrollments, violations);
            refuse("signedOn", signedOn, violations);
        }
        Refusal.requireNone(violations);
        EffectiveDateRules.requireNotInFuture("/signedOn/value", signedOn, context);
        EffectiveDateRules.requireInFuture("/effectiveOn", effectiveOn, context);
        return new PlannedChange(
                Ids.next(),
                kind,
                effectiveOn,
                reason,
                context.at(),
                context.actor(),
                patch,
                enrollments,
                signedOn == null ? null : signedOn.normalised(),
                null);
    }

    private static void refuse(String field, @Nullable Object value, List<Violation> violations) {
        if (value != null) {
            violations.add(new Violation("/" + field, UNKNOWN_FIELD, field));
        }
    }
}
