package fr.cned.partenariats.catalog.lheo;

import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.http.Cacheable;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/exports/lheo")
@Tag(name = "Exports", description = "The catalogue in standards of the sector")
public class LheoResource {

    private static final String XML = "application/xml;charset=UTF-8";
    private static final String NEXT = "Next-Cursor";
    private static final String USE_OF_NEXT = "Send it as `cursor` to get what changed after this answer.";
    private static final int NO_CONTENT = 204;
    private static final int LONGEST = 2_000_000_000;

    private final LheoExport export;

    LheoResource(LheoExport export) {
        this.export = export;
    }

    @GET
    @Produces(XML)
    @PermitAll
    @RequiresScope(RequiresScope.NONE)
    @Cacheable
    @Operation(
            operationId = "exportLheo",
            summary = "Export the published catalogue as LHEO 2.3",
            description =
                    "One XML document with every published training that has an offering, of one moment. Licence:"
                            + " Licence Ouverte 2.0 (Etalab). Ask again with `If-None-Match`, or for what changed with `cursor` ="
                            + " `Next-Cursor` of the last answer. In a delta, a training with `tag=\"supprimee\"` is no longer"
                            + " published; its session is closed and has no days. 204: nothing changed, or the catalogue is empty.")
    @APIResponse(
            responseCode = "200",
            description = "The document.",
            headers = {
                @Header(name = "ETag"),
                @Header(
                        name = NEXT,
                        description = USE_OF_NEXT,
                        required = true,
                        schema = @Schema(type = SchemaType.STRING, maxLength = 1000))
            },
            content =
                    @Content(
                            mediaType = "application/xml",
                            schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST),
                            example = "<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres>…</offres></lheo>"))
    @APIResponse(
            responseCode = "204",
            description = "Nothing to export.",
            headers =
                    @Header(
                            name = NEXT,
                            description = USE_OF_NEXT,
                            required = true,
                            schema = @Schema(type = SchemaType.STRING, maxLength = 1000)))
    public Response export(@RestQuery @Nullable Instant since, @RestQuery @Nullable String cursor) {
        LheoExport.Export found = since == null && cursor == null ? export.all() : export.changes(since, cursor);
        LheoDocument document = found.document();
        Response.ResponseBuilder answer = document == null ? Response.status(NO_CONTENT) : Response.ok(document, XML);
        return answer.header(NEXT, found.next()).build();
    }

    @GET
    @Path("/gaps")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.CATALOG_MANAGER)
    @Operation(
            operationId = "listLheoGaps",
            summary = "List what LHEO cannot show of the published trainings",
            description =
                    "Oldest training first. A training without an offering is not exported; the others are, with the"
                            + " named differences. The texts are in the language of `Accept-Language`.")
    public Page<LheoGap> listGaps(@BeanParam PageParams page) {
        return export.listGaps(page);
    }
}
