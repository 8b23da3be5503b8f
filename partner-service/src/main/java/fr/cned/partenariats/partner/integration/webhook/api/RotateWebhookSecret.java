package fr.cned.partenariats.partner.integration.webhook.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

public record RotateWebhookSecret(
        @Schema(examples = "24") @NotNull @Min(0) @Max(168) Integer overlapHours) {}
