package fr.cned.partenariats.partner.integration.people;

import static fr.cned.partenariats.partner.Roles.CATALOG_MANAGER;
import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Created;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import fr.cned.partenariats.partner.Scopes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/people")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Scopes.PEOPLE_MANAGE)
@WholeTenant
@RolesAllowed({PARTNER, PARTNERSHIP_OFFICER, CATALOG_MANAGER, ENROLLMENT_OFFICER})
@Tag(name = "People")
public class PersonResource {

    private final PersonService people;

    PersonResource(PersonService people) {
        this.people = people;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @Operation(
            operationId = "createPerson",
            summary = "Invite a person",
            description =
                    "Creates an account without a password. Keycloak mails a link with which the person sets one; no"
                            + " password passes through the platform. When the mail could not be sent,"
                            + " `invitationMailed` is false: send the invitation again. A partner's administrator"
                            + " invites for its partner, the partnership office with `partnerId` for any. Without it,"
                            + " an office invites for itself.")
    @APIResponseSchema(value = PersonView.class, responseCode = "201")
    public RestResponse<PersonView> create(@Valid @NotNull CreatePerson request) {
        PersonView view = people.create(request);
        return Created.at("/v1/people/" + view.id(), view);
    }

    @GET
    @Operation(
            operationId = "listPeople",
            summary = "List the people of a partner or of the own office",
            description = "Sorted by invitation, at most 200 in all. A partner sees its own. An office sees its own;"
                    + " the partnership office with `partnerId` those of a partner.")
    public Page<PersonView> list(
            @QueryParam("partnerId") @Nullable UUID partnerId,
            @QueryParam("unseenForDays") @Min(1) @Max(3650) @Nullable Integer unseenForDays,
            @BeanParam PageParams page) {
        return people.list(partnerId, unseenForDays, page);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getPerson", summary = "Read a person")
    public PersonView get(UUID id) {
        return people.get(id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/merge-patch+json")
    @Operation(
            operationId = "updatePerson",
            summary = "Change the role or the sites of a person",
            description = "A token that the person has already keeps the former role and sites for at most 5 minutes.")
    public PersonView update(
            UUID id,
            @BeanParam ExpectedRevision expected,
            @RequestBody(
                            description = "JSON merge patch with the new role or the new list of sites.",
                            content = @Content(schema = @Schema(implementation = PersonDetails.class)))
                    @NotNull
                    JsonNode patch) {
        return people.update(id, expected, patch);
    }

    @POST
    @Path("/{id}/invitation")
    @Idempotent
    @Operation(
            operationId = "invitePerson",
            summary = "Send the invitation again",
            description = "To a person who has signed in before, the link sets a new password.")
    public PersonView invite(UUID id) {
        return people.invite(id);
    }

    @POST
    @Path("/{id}/suspension")
    @Idempotent
    @Operation(
            operationId = "suspendPerson",
            summary = "Suspend a person",
            description = "The person cannot sign in any more. A token that the person has already is valid for at most"
                    + " 5 minutes.")
    public PersonView suspend(UUID id) {
        return people.suspend(id);
    }

    @POST
    @Path("/{id}/resumption")
    @Idempotent
    @Operation(
            operationId = "resumePerson",
            summary = "Resume a suspended person",
            description = "The password is the one of before.")
    public PersonView resume(UUID id) {
        return people.resume(id);
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deletePerson",
            summary = "Remove a person",
            description = "Final. Keycloak deletes the account. A token that the person has already is valid for at"
                    + " most 5 minutes.")
    public void delete(UUID id) {
        people.delete(id);
    }
}
