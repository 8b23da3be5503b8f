package fr.cned.partenariats.partner.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.partner.FieldVisibility;
import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A planned change as a caller may read it. Only officers read why it failed: the text can tell of other agreements. */
public record PlannedChangeView(
        UUID id,
        PlannedChangeKind kind,
        LocalDate effectiveOn,
        PlannedChangeState state,
        @Nullable String reason,
        Instant plannedAt,
        String plannedBy,
        @Schema(implementation = Object.class) @Nullable JsonNode changes,
        @Nullable EnrollmentsDecision enrollments,
        @Nullable PartialDate signedOn,
        @Nullable String failureCode,
        @Nullable String failure) {

    static PlannedChangeView of(PlannedChange change, Caller caller, Locale language) {
        boolean staff = FieldVisibility.showsStaff(caller);
        PlannedChange.Failure failure = staff ? change.failure() : null;
        return new PlannedChangeView(
                change.id(),
                change.kind(),
                change.effectiveOn(),
                change.state(),
                FieldVisibility.reason(caller, change.reason()),
                change.plannedAt(),
                staff ? change.plannedBy() : FieldVisibility.CNED,
                change.changes(),
                change.enrollments(),
                change.signedOn(),
                failure == null ? null : failure.code(),
                failure == null ? null : failure.text(language));
    }

    /** Null when nothing is planned. */
    static @Nullable List<PlannedChangeView> of(PlannedChanges changes, Caller caller, Locale language) {
        return changes.all().isEmpty()
                ? null
                : changes.all().stream()
                        .map(change -> of(change, caller, language))
                        .toList();
    }
}
