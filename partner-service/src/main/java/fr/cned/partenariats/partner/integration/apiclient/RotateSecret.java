package fr.cned.partenariats.partner.integration.apiclient;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record RotateSecret(
        @Schema(examples = "168") @NotNull @Min(0) @Max(720) Integer overlapHours,

        @Nullable Kept keep) {

    /** Which of two valid secrets stays valid. */
    public enum Kept {
        NEWEST,
        PREVIOUS
    }

    boolean keepsPrevious() {
        return keep == Kept.PREVIOUS;
    }
}
