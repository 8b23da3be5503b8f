package fr.cned.partenariats.enrollment.student;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Data of students for tests that need names, an INE and a reference only. */
public final class TestStudents {

    public static final LocalDate BIRTH = LocalDate.of(2004, 5, 6);

    private TestStudents() {}

    public static StudentData data(
            String familyName, String givenNames, String birthPlace, @Nullable String ine, @Nullable String reference) {
        return data(familyName, givenNames, BIRTH, birthPlace, ine, reference);
    }

    public static StudentData data(
            String familyName,
            String givenNames,
            LocalDate birthDate,
            String birthPlace,
            @Nullable String ine,
            @Nullable String reference) {
        return new StudentData(
                familyName,
                givenNames,
                birthDate,
                birthPlace,
                null,
                ine,
                null,
                null,
                reference,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
