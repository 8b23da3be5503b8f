package fr.cned.partenariats.partner.integration.apiclient;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** The fields of a client that change. */
public record ApiClientDetails(@NotBlank @Size(max = 100) String name) {}
