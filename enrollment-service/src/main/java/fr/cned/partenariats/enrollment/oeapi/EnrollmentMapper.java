package fr.cned.partenariats.enrollment.oeapi;

import fr.cned.partenariats.commons.http.oeapi.Oeapi;
import fr.cned.partenariats.commons.http.oeapi.OeapiObject;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentView;
import fr.cned.partenariats.enrollment.student.StudentDetails;
import fr.cned.partenariats.enrollment.student.StudentView;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Describes students and enrollments in the words of OEAPI: persons and programme offering associations. */
final class EnrollmentMapper {

    static final String STUDENT = "student";

    private EnrollmentMapper() {}

    /** @param active the students with a confirmed or active enrollment */
    static OeapiObject person(StudentView student, Set<UUID> active) {
        StudentDetails details = student.details();
        @Nullable String nationality = details.nationality();
        return new OeapiObject()
                .with("personId", student.id())
                .code("student_number", student.reference())
                .code("uuid", student.id().toString())
                .code("x-ine", student.ine())
                .with("surname", student.familyName())
                .with("givenName", student.givenNames())
                .with("dateOfBirth", student.birthDate())
                .with("cityOfBirth", student.birthPlace())
                .with("gender", nameOf(details.sex()))
                .with(
                        "nationality",
                        nationality == null ? null : new OeapiObject().with("iso3166-1-alpha2", nationality))
                .with("email", student.email())
                .with("telephoneNumber", details.telephone())
                .with("affiliations", List.of(STUDENT))
                .with("activeEnrolment", active.contains(student.id()));
    }

    /** @param person null when it is not expanded, or was erased */
    static OeapiObject association(EnrollmentView enrollment, @Nullable OeapiObject person, ZoneId zone) {
        return new OeapiObject()
                .with("associationId", enrollment.id())
                .with("role", STUDENT)
                .with("state", stateOf(enrollment.state()))
                .with("remoteState", nameOf(enrollment.remoteState()))
                .with("programmeOfferingId", enrollment.offeringId())
                .with(person == null ? "personId" : "person", person == null ? enrollment.studentId() : person)
                .end("actualEndDateTime", enrollment.withdrawnOn(), zone)
                .with("result", AssociationResult.of(enrollment, zone))
                .with("consumer", consumer(enrollment));
    }

    /** What the platform knows beside the standard. */
    private static OeapiObject consumer(EnrollmentView enrollment) {
        return new OeapiObject()
                .with("consumerKey", Oeapi.CONSUMER)
                .with("partnerId", enrollment.partnerId())
                .with("agreementId", enrollment.agreementId())
                .with("siteId", enrollment.siteId())
                .with("academicYear", enrollment.academicYear())
                .with("reference", enrollment.reference())
                .with("otherCodes", enrollment.otherCodes())
                .with("enrollmentState", enrollment.state())
                .with("fundings", enrollment.fundings());
    }

    /** The standard names in lower case what our constants name in upper case. */
    static @Nullable String nameOf(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }

    static String stateOf(EnrollmentState state) {
        return switch (state) {
            case WAITLISTED -> "queued";
            case PENDING_FUNDING -> "pending";
            case CONFIRMED, ACTIVE -> "associated";
            case COMPLETED -> "finished";
            case REJECTED -> "denied";
            case CANCELLED -> "cancelled";
            case WITHDRAWN, TRANSFERRED, ANNULLED -> "x-" + nameOf(state);
        };
    }
}
