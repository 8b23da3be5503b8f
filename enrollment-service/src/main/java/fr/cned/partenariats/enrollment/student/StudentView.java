package fr.cned.partenariats.enrollment.student;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A student as clients see it.
 *
 * @param details without contact details in lists
 * @param mergedInto the student that this registration is an alias of; only for officers
 */
public record StudentView(
        UUID id,
        long revision,
        UUID partnerId,
        @Nullable String reference,
        String familyName,
        String givenNames,
        LocalDate birthDate,
        String birthPlace,
        @Nullable String email,
        @Nullable String ine,
        @Nullable Integer diplomaLevel,
        StudentSituation situation,
        @JsonUnwrapped StudentDetails details,
        Instant registeredAt,
        @Nullable UUID mergedInto)
        implements Revisioned {

    static StudentView of(Student student, TenantScope scope) {
        return of(student, student.detailsOrNone(), scope);
    }

    /** An entry of a list. */
    static StudentView listed(Student student, TenantScope scope) {
        return of(student, student.detailsOrNone().withoutContact(), scope);
    }

    private static StudentView of(Student student, StudentDetails shown, TenantScope scope) {
        StudentData data = student.data();
        return new StudentView(
                student.id(),
                student.revision(),
                student.partnerId(),
                data.reference(),
                data.familyName(),
                data.givenNames(),
                data.birthDate(),
                data.birthPlace(),
                data.email(),
                data.ine(),
                data.diplomaLevel(),
                data.situationOrNone(),
                shown,
                student.registeredAt(),
                scope.restrictedTo().isPresent() ? null : student.mergedInto());
    }
}
