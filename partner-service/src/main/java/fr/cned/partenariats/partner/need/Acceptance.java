package fr.cned.partenariats.partner.need;

import fr.cned.partenariats.partner.codes.TrainingCode;
import jakarta.validation.constraints.NotNull;

/** That the catalogue takes a need up. */
public record Acceptance(@NotNull @TrainingCode String trainingCode) {}
