package fr.cned.partenariats.partner.oeapi;

import static fr.cned.partenariats.partner.Roles.CATALOG_MANAGER;
import static fr.cned.partenariats.partner.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.partner.Roles.OPS;
import static fr.cned.partenariats.partner.Roles.PARTNER;
import static fr.cned.partenariats.partner.Roles.PARTNERSHIP_OFFICER;
import static fr.cned.partenariats.partner.Scopes.PARTNER_READ;

import fr.cned.partenariats.commons.base.codes.Siret;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.http.oeapi.ExpandParams;
import fr.cned.partenariats.commons.http.oeapi.NumberedPageParams;
import fr.cned.partenariats.commons.http.oeapi.Oeapi;
import fr.cned.partenariats.commons.http.oeapi.OeapiObject;
import fr.cned.partenariats.commons.http.oeapi.RootOrganisation;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.partner.registry.partner.Address;
import fr.cned.partenariats.partner.registry.partner.PartnerFilter;
import fr.cned.partenariats.partner.registry.partner.PartnerKind;
import fr.cned.partenariats.partner.registry.partner.PartnerService;
import fr.cned.partenariats.partner.registry.partner.PartnerView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Organisations of the Open Education API: the Cned first, then the partners that the caller sees. */
@Path(Oeapi.PATH + "/organisations")
@Produces("application/json")
@RolesAllowed({PARTNERSHIP_OFFICER, ENROLLMENT_OFFICER, CATALOG_MANAGER, OPS, PARTNER})
@RequiresScope(PARTNER_READ)
public class OeapiOrganisationResource {

    private final PartnerService partners;
    private final RootOrganisation root;

    OeapiOrganisationResource(PartnerService partners, RootOrganisation root) {
        this.partners = partners;
        this.root = root;
    }

    @GET
    @Operation(hidden = true, operationId = "listOrganisations")
    public OeapiObject listOrganisations(@RestQuery @Nullable String primaryCode, @BeanParam NumberedPageParams page) {
        PartnerFilter filter = new PartnerFilter();
        @Nullable UUID id = Ids.parse(primaryCode);
        boolean isSiret = primaryCode != null && Siret.Validator.accepts(primaryCode);
        filter.id = id == null ? List.of() : List.of(id);
        filter.siret = isSiret ? primaryCode : null;
        filter.uai = isSiret || id != null ? null : primaryCode;
        boolean withRoot = primaryCode == null || primaryCode.equals(root.uai());
        return page.read(
                withRoot ? List.of(describeRoot()) : List.of(),
                rows -> partners.list(filter, rows).map(this::describe));
    }

    @GET
    @Path("/{organisationId}")
    @Operation(hidden = true, operationId = "getOrganisation")
    public OeapiObject getOrganisation(UUID organisationId, @BeanParam ExpandParams params) {
        params.among();
        return organisationId.equals(root.id()) ? describeRoot() : describe(partners.get(organisationId));
    }

    private OeapiObject describeRoot() {
        return new OeapiObject()
                .with("organisationId", root.id())
                .with("organisationType", "root")
                .text("name", root.name())
                .with("shortName", root.shortName())
                .code("x-uai", root.uai());
    }

    private OeapiObject describe(PartnerView partner) {
        return new OeapiObject()
                .with("organisationId", partner.id())
                .with("organisationType", typeOf(partner.kind()))
                .text("name", partner.legalName())
                .with("shortName", partner.shortName())
                .code("x-siret", partner.identifiers().siret())
                .code("x-uai", partner.identifiers().uai())
                .code("uuid", partner.id().toString())
                .with("addresses", Stream.ofNullable(partner.address()).map(OeapiOrganisationResource::addressOf))
                .with("rootId", root.id())
                .with("parentId", partner.parentId());
    }

    private static OeapiObject addressOf(Address address) {
        return new OeapiObject()
                .with("addressType", "postal")
                .with("street", String.join(", ", address.lines()))
                .with("postCode", address.postalCode())
                .with("city", address.municipality())
                .with("countryCode", new OeapiObject().with("iso3166-1-alpha2", "FR"));
    }

    static String typeOf(PartnerKind kind) {
        return switch (kind) {
            case UNIVERSITY -> "institute";
            case UPPER_SECONDARY_SCHOOL, LANGUAGE_SCHOOL -> "school";
            default -> "x-" + kind.name().toLowerCase(Locale.ROOT);
        };
    }
}
