package fr.cned.partenariats.partner.integration.webhook.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record CreateWebhook(
        @Nullable UUID partnerId,

        @Schema(examples = "https://lycee.example.fr/cned/webhook") @NotBlank @Size(max = 500)
        String url,

        @Schema(examples = "[\"enrollment.changed\"]") @NotNull @Size(min = 1, max = EventTypes.MOST)
        List<@NotNull @Pattern(regexp = EventTypes.SUBSCRIBABLE) String> eventTypes,

        @Valid @Nullable WebhookFilter filter,

        @Schema(examples = "Logiciel de vie scolaire") @Size(max = 200) @Nullable
        String description) {

    public WebhookDetails details() {
        return new WebhookDetails(url, eventTypes, filter, description);
    }
}
