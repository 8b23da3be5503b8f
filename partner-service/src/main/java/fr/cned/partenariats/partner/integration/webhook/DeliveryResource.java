package fr.cned.partenariats.partner.integration.webhook;

import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.partner.Scopes;
import fr.cned.partenariats.partner.integration.webhook.api.DeliveryOutcome;
import fr.cned.partenariats.partner.integration.webhook.api.DeliveryView;
import fr.cned.partenariats.partner.integration.webhook.api.ReplayDeliveries;
import fr.cned.partenariats.partner.integration.webhook.api.ReplayView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Scopes.WEBHOOKS_MANAGE)
@RolesAllowed({PARTNERSHIP_OFFICER, PARTNER})
@Tag(name = "Webhooks")
public class DeliveryResource {

    private final DeliveryLog log;

    DeliveryResource(DeliveryLog log) {
        this.log = log;
    }

    @GET
    @Path("/{id}/deliveries")
    @Operation(
            operationId = "listWebhookDeliveries",
            summary = "List the deliveries of a webhook",
            description = "The newest first, for 31 days.")
    public Page<DeliveryView> list(
            UUID id,
            @QueryParam("outcome") @Nullable DeliveryOutcome outcome,
            @QueryParam("from") @Nullable Instant from,
            @BeanParam PageParams page) {
        return log.list(id, outcome, from, page);
    }

    @POST
    @Path("/{id}/ping")
    @Idempotent
    @Operation(
            operationId = "pingWebhook",
            summary = "Send a test event",
            description = "Sends an event of the type `webhook.ping`, whatever the webhook subscribes to. The log of"
                    + " deliveries shows how the receiver answered. At most 10 within a minute.")
    public DeliveryView ping(UUID id) {
        return log.ping(id);
    }

    @POST
    @Path("/{id}/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @Operation(
            operationId = "replayWebhookDeliveries",
            summary = "Send deliveries again",
            description = "One delivery, or those of a period, at most 10 000 at once. Each keeps its `webhook-id` and"
                    + " body. Pending ones are left out: they are sent anyway.")
    public ReplayView replay(UUID id, @Valid @NotNull ReplayDeliveries request) {
        return log.replay(id, request);
    }
}
