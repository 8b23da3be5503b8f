package fr.cned.partenariats.enrollment.student;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A student as its partner and the enrollment officers see it. */
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
        Instant registeredAt) {

    static StudentView of(Student student) {
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
                student.registeredAt());
    }
}
