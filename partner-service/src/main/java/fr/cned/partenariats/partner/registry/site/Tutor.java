package fr.cned.partenariats.partner.registry.site;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The person who helps students at a site ("un responsable pédagogique était présent"). Personal data: never in an event. */
public record Tutor(
        @NotBlank @Size(max = 200) String name,

        @Schema(format = "email") @Email @Size(max = 254) @Nullable
        String email,

        @Pattern(regexp = "\\+?[0-9][0-9 .()-]{3,30}", message = "{partner.phone}") @Nullable
        String phone) {}
