package fr.cned.partenariats.partner.integration.webhook.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record WebhookDetails(
        @Schema(description = "Where the events are sent, as in `CreateWebhook`.") @NotBlank @Size(max = 500)
        String url,

        @Schema(description = "The events to send.") @NotNull @Size(min = 1, max = EventTypes.MOST)
        List<@NotNull @Pattern(regexp = EventTypes.SUBSCRIBABLE) String> eventTypes,

        @Schema(description = "Which of these events are sent. Absent: all.") @Valid @Nullable
        WebhookFilter filter,

        @Schema(description = "What its owners note about it.") @Size(max = 200) @Nullable
        String description) {

    public WebhookFilter requiredFilter() {
        return filter == null ? WebhookFilter.NONE : filter;
    }
}
