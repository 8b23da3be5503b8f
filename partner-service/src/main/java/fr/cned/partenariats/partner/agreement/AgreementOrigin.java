package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The kind of a new agreement and the agreements that it refers to; never changes. */
record AgreementOrigin(
        AgreementKind kind,
        @Nullable Agreement framework,
        @Nullable Agreement model,
        @Nullable Agreement predecessor) {

    /** A renewal keeps the model of the agreement that it renews. */
    @Nullable
    UUID templateId() {
        if (model != null) {
            return model.id();
        }
        return predecessor == null ? null : predecessor.templateId();
    }

    List<Funding> suspensions() {
        if (predecessor != null) {
            return predecessor.suspensionsToCopy(framework);
        }
        return model == null
                ? List.of()
                : model.suspensionsToCopy(framework).stream()
                        .map(Funding::withoutReason) // it is about the partners of the model
                        .toList();
    }
}
