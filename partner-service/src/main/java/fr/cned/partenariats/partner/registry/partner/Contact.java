package fr.cned.partenariats.partner.registry.partner;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A contact person or office of a partner. Personal data: never in an event, a log or a metric. */
public record Contact(
        @NotBlank @Size(max = 100) String role,
        @NotBlank @Size(max = 200) String name,

        @Schema(format = "email") @Email @Size(max = 254) @Nullable
        String email,

        @Pattern(regexp = "\\+?[0-9][0-9 .()-]{3,30}", message = "{partner.phone}") @Nullable
        String phone) {}
