package fr.cned.partenariats.enrollment.oeapi;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.UNKNOWN_ROUTE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ASSOCIATION_DIFFERS;
import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_WRITE;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_READ;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.oeapi.ExpandParams;
import fr.cned.partenariats.commons.http.oeapi.NumberedPageParams;
import fr.cned.partenariats.commons.http.oeapi.Oeapi;
import fr.cned.partenariats.commons.http.oeapi.OeapiObject;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentFilter;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentService;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentView;
import fr.cned.partenariats.enrollment.enrollment.NewEnrollments;
import fr.cned.partenariats.enrollment.registration.Outcome;
import fr.cned.partenariats.enrollment.registration.Registrations;
import fr.cned.partenariats.enrollment.student.StudentFilter;
import fr.cned.partenariats.enrollment.student.StudentService;
import fr.cned.partenariats.enrollment.student.StudentView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Persons and programme offering associations of the Open Education API, in the caller's scope. */
@Path(Oeapi.PATH)
@Produces("application/json")
@RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
@RequiresScope(ENROLLMENTS_READ)
public class OeapiEnrollmentResource {

    private static final String PERSON = "person";

    /** No id (RFC 9562, 5.9). Queries that page by id start after it. */
    private static final UUID NIL = new UUID(0, 0);

    private final StudentService students;
    private final EnrollmentService enrollments;
    private final NewEnrollments newEnrollments;
    private final Registrations registrations;
    private final AssociationService associations;
    private final Caller caller;
    private final ZoneId zone;

    OeapiEnrollmentResource(
            StudentService students,
            EnrollmentService enrollments,
            NewEnrollments newEnrollments,
            Registrations registrations,
            AssociationService associations,
            Caller caller,
            Clock clock) {
        this.students = students;
        this.enrollments = enrollments;
        this.newEnrollments = newEnrollments;
        this.registrations = registrations;
        this.associations = associations;
        this.caller = caller;
        this.zone = clock.getZone();
    }

    @GET
    @Path("/persons")
    @RequiresScope(STUDENTS_READ)
    @Operation(hidden = true, operationId = "listPersons")
    public OeapiObject listPersons(@RestQuery @Nullable String primaryCode, @BeanParam NumberedPageParams page) {
        return page.read(rows -> {
            Page<StudentView> found = studentsBy(primaryCode, rows);
            Set<UUID> active = enrollments.activePersons(
                    found.items().stream().map(StudentView::id).toList());
            return found.map(student -> EnrollmentMapper.person(student, active));
        });
    }

    /** The primary code of a student without a reference is the id. */
    private Page<StudentView> studentsBy(@Nullable String primaryCode, PageParams rows) {
        StudentFilter filter = new StudentFilter();
        filter.reference = primaryCode;
        Page<StudentView> found = students.list(filter, rows);
        @Nullable UUID id = Ids.parse(primaryCode);
        if (id == null || !found.items().isEmpty()) {
            return found;
        }
        filter.reference = null;
        filter.id = List.of(id);
        return students.list(filter, rows);
    }

    @GET
    @Path("/persons/{personId}")
    @RequiresScope(STUDENTS_READ)
    @Operation(hidden = true, operationId = "getPerson")
    public OeapiObject getPerson(UUID personId, @BeanParam ExpandParams params) {
        params.among();
        return person(students.get(personId));
    }

    /** The associations of a person, or of an offering. */
    @GET
    @Path("/{parent}/{parentId}/programme-offering-associations")
    @Operation(hidden = true, operationId = "listAssociations")
    public OeapiObject listAssociations(String parent, UUID parentId, @BeanParam NumberedPageParams page) {
        EnrollmentFilter filter = new EnrollmentFilter();
        switch (parent) {
            case "persons" -> filter.studentId = parentId;
            case "programme-offerings" -> filter.offeringId = parentId;
            default -> throw Refusal.of(UNKNOWN_ROUTE);
        }
        return page.read(rows ->
                enrollments.list(filter, rows).map(enrollment -> EnrollmentMapper.association(enrollment, null, zone)));
    }

    @GET
    @Path("/programme-offering-associations/{associationId}")
    @Operation(hidden = true, operationId = "getAssociation")
    public OeapiObject getAssociation(UUID associationId, @BeanParam ExpandParams params) {
        boolean withPerson = params.among(PERSON).contains(PERSON);
        if (withPerson) {
            caller.requireScope(STUDENTS_READ);
        }
        EnrollmentView enrollment = enrollments.get(associationId);
        return EnrollmentMapper.association(enrollment, withPerson ? personOf(enrollment) : null, zone);
    }

    @PUT
    @Path("/programme-offering-associations/{associationId}")
    @Consumes("application/json")
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(hidden = true, operationId = "replaceAssociation")
    public RestResponse<OeapiObject> replaceAssociation(
            UUID associationId, @NotNull @Valid AssociationRequest request) {
        if (associationId.equals(NIL)) {
            throw Refusal.at("/associationId", REQUIRED);
        }
        boolean isSame = associationId.equals(request.associationId());
        boolean isNew = isSame && !newEnrollments.isTaken(associationId) && enroll(request);
        if (!isSame || (!isNew && !request.isOf(enrollments.get(associationId)))) {
            throw Refusal.of(ASSOCIATION_DIFFERS, associationId.toString());
        }
        EnrollmentView enrollment = associations.setRemoteState(associationId, request.remoteState());
        return RestResponse.status(isNew ? Status.CREATED : Status.OK, written(enrollment));
    }

    /** Holds its thread while it waits for its batch. False when a concurrent request was first. */
    private boolean enroll(AssociationRequest request) {
        Outcome outcome = Uni.createFrom()
                .completionStage(registrations.register(request.registration(), request.associationId()))
                .await()
                .indefinitely()
                .outcome();
        if (outcome instanceof Outcome.Refused refused) {
            throw refused.refusal().at(AssociationRequest::pointer);
        }
        return outcome instanceof Outcome.Accepted;
    }

    @PATCH
    @Path("/programme-offering-associations/{associationId}")
    @Consumes("application/merge-patch+json")
    @RequiresScope(ENROLLMENTS_WRITE)
    @Operation(hidden = true, operationId = "updateAssociation")
    public OeapiObject updateAssociation(UUID associationId, @NotNull JsonNode patch) {
        return written(associations.update(associationId, patch));
    }

    private static OeapiObject written(EnrollmentView enrollment) {
        return new OeapiObject()
                .with("associationId", enrollment.id())
                .text("message", "L’inscription est enregistrée.")
                .with("state", EnrollmentMapper.stateOf(enrollment.state()));
    }

    /** Null for an erased student, who is in no list. */
    private @Nullable OeapiObject personOf(EnrollmentView enrollment) {
        StudentFilter filter = new StudentFilter();
        filter.id = List.of(enrollment.studentId());
        return students.list(filter, PageParams.numbered(0, 1)).items().stream()
                .map(this::person)
                .findFirst()
                .orElse(null);
    }

    private OeapiObject person(StudentView student) {
        return EnrollmentMapper.person(student, enrollments.activePersons(List.of(student.id())));
    }
}
