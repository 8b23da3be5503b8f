package fr.cned.partenariats.catalog.oeapi;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.UNKNOWN_ROUTE;

import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.catalog.Scopes;
import fr.cned.partenariats.catalog.offering.OfferingFilter;
import fr.cned.partenariats.catalog.offering.OfferingService;
import fr.cned.partenariats.catalog.offering.OfferingView;
import fr.cned.partenariats.catalog.training.TrainingFilter;
import fr.cned.partenariats.catalog.training.TrainingService;
import fr.cned.partenariats.catalog.training.TrainingState;
import fr.cned.partenariats.catalog.training.TrainingView;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.validation.MaxWords;
import fr.cned.partenariats.commons.http.Cacheable;
import fr.cned.partenariats.commons.http.oeapi.ExpandParams;
import fr.cned.partenariats.commons.http.oeapi.NumberedPageParams;
import fr.cned.partenariats.commons.http.oeapi.Oeapi;
import fr.cned.partenariats.commons.http.oeapi.OeapiObject;
import fr.cned.partenariats.commons.http.oeapi.RootOrganisation;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Programmes, offerings and academic sessions of the Open Education API. */
@Path(Oeapi.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({
    Roles.CATALOG_READER,
    Roles.PARTNER,
    Roles.PARTNERSHIP_OFFICER,
    Roles.CATALOG_MANAGER,
    Roles.ENROLLMENT_OFFICER
})
@RequiresScope(Scopes.CATALOG_READ)
@Cacheable
public class OeapiCatalogueResource {

    /** Of no offering: an unknown academic session has none. */
    private static final String NO_YEAR = "-";

    private final TrainingService trainings;
    private final OfferingService offerings;
    private final CatalogueMapper mapper;
    private final RootOrganisation root;

    OeapiCatalogueResource(
            TrainingService trainings, OfferingService offerings, CatalogueMapper mapper, RootOrganisation root) {
        this.trainings = trainings;
        this.offerings = offerings;
        this.mapper = mapper;
        this.root = root;
    }

    @GET
    @RequiresScope(RequiresScope.NONE)
    @Operation(hidden = true, operationId = "getOeapiService")
    public OeapiObject getService() {
        return mapper.service();
    }

    @GET
    @Path("/programmes")
    @Operation(hidden = true, operationId = "listProgrammes")
    public OeapiObject listProgrammes(
            @RestQuery @Nullable String primaryCode,
            @RestQuery @Size(max = 200) @MaxWords(15) @Nullable String q,
            @BeanParam NumberedPageParams page) {
        TrainingFilter filter = new TrainingFilter();
        filter.code = primaryCode;
        filter.q = q;
        return programmes(filter, page);
    }

    @GET
    @Path("/programmes/{programmeId}")
    @Operation(hidden = true, operationId = "getProgramme")
    public OeapiObject getProgramme(UUID programmeId, @BeanParam ExpandParams params) {
        params.among();
        TrainingView training = trainings.get(programmeId);
        if (training.state() == TrainingState.DRAFT) {
            throw Refusal.of(NOT_FOUND, "training");
        }
        return mapper.programme(training);
    }

    /** The catalogue of the Cned is the whole one. */
    @GET
    @Path("/organisations/{organisationId}/programmes")
    @Operation(hidden = true, operationId = "listProgrammesOfOrganisation")
    public OeapiObject listProgrammesOfOrganisation(UUID organisationId, @BeanParam NumberedPageParams page) {
        TrainingFilter filter = new TrainingFilter();
        filter.providerId = organisationId.equals(root.id()) ? List.of() : List.of(organisationId);
        return programmes(filter, page);
    }

    /** The offerings of a programme, of an organisation or of an academic session. */
    @GET
    @Path("/{parent}/{parentId}/programme-offerings")
    @Operation(hidden = true, operationId = "listProgrammeOfferings")
    public OeapiObject listProgrammeOfferings(
            String parent, UUID parentId, @RestQuery @Nullable String state, @BeanParam NumberedPageParams page) {
        OfferingFilter filter = new OfferingFilter();
        filter.state = CatalogueMapper.statesOf(state);
        switch (parent) {
            case "programmes" -> filter.trainingId = List.of(parentId);
            case "organisations" -> filter.providerId = parentId.equals(root.id()) ? null : parentId;
            case "academic-sessions" ->
                filter.academicYear = List.of(yearOf(parentId).orElse(NO_YEAR));
            default -> throw Refusal.of(UNKNOWN_ROUTE);
        }
        return page.read(rows -> {
            Page<OfferingView> found = offerings.list(filter, rows);
            Map<UUID, TrainingView> known = trainings.findAll(found.items().stream()
                    .map(offering -> offering.details().trainingId())
                    .collect(Collectors.toSet()));
            return found.map(offering -> mapper.offering(
                    offering,
                    Objects.requireNonNull(known.get(offering.details().trainingId())),
                    false));
        });
    }

    @GET
    @Path("/programme-offerings/{programmeOfferingId}")
    @Operation(hidden = true, operationId = "getProgrammeOffering")
    public OeapiObject getProgrammeOffering(UUID programmeOfferingId, @BeanParam ExpandParams params) {
        boolean withProgramme = params.among(CatalogueMapper.PROGRAMME).contains(CatalogueMapper.PROGRAMME);
        OfferingView offering = offerings.get(programmeOfferingId, null);
        return mapper.offering(offering, trainings.get(offering.details().trainingId()), withProgramme);
    }

    @GET
    @Path("/academic-sessions")
    @Operation(hidden = true, operationId = "listAcademicSessions")
    public OeapiObject listAcademicSessions(@BeanParam NumberedPageParams page) {
        return page.read(rows -> Page.of(
                offerings.academicYears().stream()
                        .skip(rows.skipped())
                        .limit(rows.fetchSize())
                        .toList(),
                rows,
                mapper::academicSession,
                year -> year));
    }

    @GET
    @Path("/academic-sessions/{academicSessionId}")
    @Operation(hidden = true, operationId = "getAcademicSession")
    public OeapiObject getAcademicSession(UUID academicSessionId, @BeanParam ExpandParams params) {
        params.among();
        return yearOf(academicSessionId)
                .map(mapper::academicSession)
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "academic year"));
    }

    private Optional<String> yearOf(UUID academicSession) {
        return offerings.academicYears().stream()
                .filter(year -> CatalogueMapper.idOfSession(year).equals(academicSession))
                .findFirst();
    }

    private OeapiObject programmes(TrainingFilter filter, NumberedPageParams page) {
        filter.state = List.of(TrainingState.PUBLISHED, TrainingState.ARCHIVED);
        return page.read(rows -> trainings.list(filter, rows).map(mapper::programme));
    }
}
