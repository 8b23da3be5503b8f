package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.enrollment.Visibility;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A student as its partner and the enrollment officers see it.
 *
 * @param mergedInto of which student this registration is an alias; shown to officers
 */
@Schema(name = "Student")
public record StudentView(
        UUID id,
        long version,
        UUID partnerId,
        String familyName,
        String givenNames,
        LocalDate birthDate,
        String birthPlace,
        @Nullable String email,
        @Nullable String ine,
        @Nullable Integer diplomaLevel,
        Situation situation,
        Instant registeredAt,
        @Nullable UUID mergedInto) {

    static StudentView of(Student student, Visibility visibility) {
        return of(student, visibility.partner().isPresent() ? null : student.mergedInto());
    }

    private static StudentView of(Student student, @Nullable UUID mergedInto) {
        StudentData data = student.data();
        return new StudentView(
                student.id(),
                student.version(),
                student.partnerId(),
                data.familyName(),
                data.givenNames(),
                data.birthDate(),
                data.birthPlace(),
                data.email(),
                data.ine(),
                data.diplomaLevel(),
                data.situationOrUnknown(),
                student.registeredAt(),
                mergedInto);
    }
}
