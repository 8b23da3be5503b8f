package fr.cned.partenariats.catalog.training;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A block of skills of a certification of the RNCP. */
public record SkillBlock(
        @Schema(examples = "RNCP38362BC01")
        @NotNull
        @Pattern(regexp = "RNCP\\d{1,5}BC\\d{2}", message = "{catalog.skillBlock}")
        String code,

        @NotBlank @Size(max = 110) String title) {}
