package fr.cned.partenariats.partner.demand.need;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** The request that declines a training need. */
public record DeclineTrainingNeed(
        @NotBlank @Size(max = 1000) String reason) {}
