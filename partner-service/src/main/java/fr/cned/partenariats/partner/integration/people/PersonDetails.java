package fr.cned.partenariats.partner.integration.people;

import jakarta.validation.constraints.NotNull;

public record PersonDetails(@NotNull PersonRole role) {}
