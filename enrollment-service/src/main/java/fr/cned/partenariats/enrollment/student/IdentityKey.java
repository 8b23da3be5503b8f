package fr.cned.partenariats.enrollment.student;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Locale;

/** Compares two registrations of a person without INE: equal keys mean a possible duplicate. */
final class IdentityKey {

    private IdentityKey() {}

    /** Ignores accents, case, and everything but letters and digits in names. */
    static String of(String familyName, String givenNames, LocalDate birthDate, String birthPlace) {
        return String.join(
                "|", normalized(familyName), normalized(givenNames), birthDate.toString(), normalized(birthPlace));
    }

    private static String normalized(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "");
    }
}
