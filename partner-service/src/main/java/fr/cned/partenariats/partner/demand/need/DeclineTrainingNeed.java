package fr.cned.partenariats.partner.demand.need;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

public record DeclineTrainingNeed(
        @NotBlank @Size(max = 1000) String reason) {}
