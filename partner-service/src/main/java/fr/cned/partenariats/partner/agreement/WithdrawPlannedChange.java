package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

public record WithdrawPlannedChange(
        @NotBlank @Size(max = 1000) String reason) {}
