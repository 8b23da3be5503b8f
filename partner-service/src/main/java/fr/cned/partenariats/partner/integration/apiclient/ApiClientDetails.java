package fr.cned.partenariats.partner.integration.apiclient;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

public record ApiClientDetails(@NotBlank @Size(max = 100) String name) {}
