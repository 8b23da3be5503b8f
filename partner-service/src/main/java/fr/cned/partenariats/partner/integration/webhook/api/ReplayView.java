package fr.cned.partenariats.partner.integration.webhook.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

public record ReplayView(
        @Schema(description = "How many deliveries are sent again, with their former `webhook-id`.")
        int replayed) {}
