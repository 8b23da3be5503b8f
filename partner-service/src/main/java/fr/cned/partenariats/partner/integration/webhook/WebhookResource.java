package fr.cned.partenariats.partner.integration.webhook;

import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.http.outside.AsksOutside;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import fr.cned.partenariats.partner.Scopes;
import fr.cned.partenariats.partner.integration.webhook.api.CreateWebhook;
import fr.cned.partenariats.partner.integration.webhook.api.DeliveryOutcome;
import fr.cned.partenariats.partner.integration.webhook.api.DeliveryView;
import fr.cned.partenariats.partner.integration.webhook.api.ReplayDeliveries;
import fr.cned.partenariats.partner.integration.webhook.api.ReplayView;
import fr.cned.partenariats.partner.integration.webhook.api.RotateWebhookSecret;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookDetails;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Scopes.WEBHOOKS_MANAGE)
@RolesAllowed({PARTNERSHIP_OFFICER, PARTNER})
@Tag(name = "Webhooks")
@WholeTenant
public class WebhookResource {

    private final WebhookService webhooks;
    private final DeliveryLog deliveries;

    WebhookResource(WebhookService webhooks, DeliveryLog deliveries) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @AsksOutside
    @Operation(
            operationId = "createWebhook",
            summary = "Create a webhook",
            description =
                    "The target is asked first: it gets a POST with `{\"type\":\"webhook.challenge\",\"challenge\":\"…\"}`,"
                            + " and answers 2xx with the text of `challenge` as its body within 5 seconds. Otherwise"
                            + " nothing is stored. The first answer contains the secret that signs the deliveries, no later one does. Deliveries"
                            + " follow the Standard Webhooks specification: `webhook-id`, `webhook-timestamp` and"
                            + " `webhook-signature`, in order for each object and type, at least once. Ignore a `sequence` that"
                            + " is not greater than the last one of the object and type. Answer 2xx within 5 seconds. A failed delivery is"
                            + " repeated for 24 hours.")
    @APIResponseSchema(value = WebhookView.class, responseCode = "201")
    public RestResponse<WebhookView> create(@Valid @NotNull CreateWebhook request) {
        WebhookView view = webhooks.create(request);
        return Created.at("/v1/webhooks/" + view.id(), view);
    }

    @GET
    @Operation(
            operationId = "listWebhooks",
            summary = "List the webhooks of partners",
            description = "Sorted by creation. A partner sees its own.")
    public Page<WebhookView> list(@QueryParam("partnerId") @Nullable UUID partnerId, @BeanParam PageParams page) {
        return webhooks.list(partnerId, page);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getWebhook", summary = "Read a webhook")
    public WebhookView get(UUID id) {
        return webhooks.get(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @AsksOutside
    @Operation(
            operationId = "updateWebhook",
            summary = "Change a webhook",
            description =
                    "A new URL is asked first, as at the creation. Deliveries that wait already go to the new URL. The"
                            + " filter applies to new events.")
    public WebhookView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(
                            description = "JSON merge patch with the fields to change.",
                            content = @Content(schema = @Schema(implementation = WebhookDetails.class)))
                    @NotNull
                    JsonNode patch) {
        return webhooks.update(id, expected, patch);
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteWebhook",
            summary = "Delete a webhook",
            description = "Final. Deliveries that wait are not sent any more.")
    public void delete(UUID id) {
        webhooks.delete(id);
    }

    @POST
    @Path("/{id}/secret-rotation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Give a webhook a new secret",
            description =
                    "During the chosen time each delivery has two signatures, one with the new secret and one with the"
                            + " former secret. The first answer contains the new secret, no later one does.")
    public WebhookView rotate(UUID id, @Valid @NotNull RotateWebhookSecret request) {
        return webhooks.rotate(id, request);
    }

    @POST
    @Path("/{id}/resumption")
    @Idempotent
    @Operation(
            operationId = "resumeWebhook",
            summary = "Resume a paused webhook",
            description = "A webhook is paused when its receiver accepts nothing for 24 hours, or answers 410. The"
                    + " deliveries that wait are sent now.")
    public WebhookView resume(UUID id) {
        return webhooks.resume(id);
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
        return deliveries.list(id, outcome, from, page);
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
        return deliveries.ping(id);
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
        return deliveries.replay(id, request);
    }
}
