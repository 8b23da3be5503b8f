package fr.cned.partenariats.partner.need;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Why the catalogue does not take a need up. */
public record Declination(@NotBlank @Size(max = 1000) String reason) {}
