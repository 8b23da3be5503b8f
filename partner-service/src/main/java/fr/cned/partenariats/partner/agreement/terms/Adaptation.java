package fr.cned.partenariats.partner.agreement.terms;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An adaptation for high-level athletes (« des adaptations pédagogiques et commerciales »). */
public record Adaptation(
        @Schema(description = "The code that enrollments refer to.", examples = "EXTENDED_DEADLINES")
        @NotNull
        @Pattern(regexp = "[A-Z][A-Z0-9_]{1,59}", message = "{partner.adaptationCode}")
        String code,

        @NotNull Nature nature,
        @Size(max = 500) @Nullable String description) {

    /** Which side of a training is adapted. */
    public enum Nature {
        PEDAGOGICAL,
        COMMERCIAL
    }
}
