package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.MANAGEMENT;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Roles.PARTNERSHIP_OFFICER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.base.problem.RequestLanguage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeFeedTexts;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** What funders pay. */
@Path("/v1/fundings")
@Produces("application/json")
@Tag(name = "Fundings")
public class FundingResource {

    private static final String CSV = "text/csv;charset=UTF-8";
    private static final int LONGEST = 20_000_000;

    private final FundingAmounts amounts;
    private final FundingAccounts accounts;
    private final RequestLanguage language;

    FundingResource(FundingAmounts amounts, FundingAccounts accounts, RequestLanguage language) {
        this.amounts = amounts;
        this.accounts = accounts;
        this.language = language;
    }

    @GET
    @Path("/amounts")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER, PARTNERSHIP_OFFICER, MANAGEMENT})
    @RequiresScope(ENROLLMENTS_READ)
    @Operation(
            operationId = "getFundingAmounts",
            summary = "Read what is agreed, approved and awaited under an agreement, by payer",
            description = "A partner sees the sums of its own enrollments.")
    public FundingAmounts.View get(
            @RestQuery @NotNull UUID agreementId, @BeanParam @Valid FundingAmountsFilter filter) {
        return amounts.of(agreementId, filter.academicYear);
    }

    @GET
    @Path("/accounts.csv")
    @Produces(CSV)
    @RolesAllowed(ENROLLMENT_OFFICER)
    @Operation(
            operationId = "exportFundingLines",
            summary = "Export the funding lines for the accounts as CSV",
            description = ChangeFeedTexts.CALL
                    + " `next` and `more` are the headers `Next-Cursor` and `More`; `limit` counts enrollments. One row"
                    + " is one funding line; an enrollment without lines has one row without a line. The rows of an"
                    + " enrollment replace those of earlier pages with the same `enrollmentId`. They contain no name of"
                    + " a student. The header is in the language of `Accept-Language`."
                    + ChangeFeedTexts.CURSORS)
    @APIResponse(
            responseCode = "200",
            description = "The rows.",
            headers = {
                @Header(
                        name = "Next-Cursor",
                        description = "Cursor of the next page: send it as `cursor`.",
                        required = true,
                        schema = @Schema(type = SchemaType.STRING, maxLength = 1000)),
                @Header(
                        name = "More",
                        description = "Whether there are further changes already.",
                        required = true,
                        schema = @Schema(type = SchemaType.BOOLEAN))
            },
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST),
                            example = "enrollmentId;revision;state"))
    public Response export(@BeanParam ChangeFeedParams params) {
        FundingAccounts.Page page = accounts.read(params, language.get());
        return Response.ok(page.csv(), CSV)
                .header("Content-Disposition", "attachment; filename=\"accounts.csv\"")
                .header("Next-Cursor", page.next())
                .header("More", page.more())
                .build();
    }
}
