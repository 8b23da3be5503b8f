package fr.cned.partenariats.enrollment.student;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search by name. Accents, ligatures, case, hyphens and spaces do not count.
 *
 * @param familyName the family name or its beginning
 */
public record StudentSearchRequest(
        @NotBlank @Size(max = 100) String familyName,
        @Nullable @Size(min = 1, max = 100) String firstName,
        @Nullable @BirthDate LocalDate birthDate) {

    /** The names of the criteria without their values, for the audit trail. */
    List<String> criteria() {
        List<String> criteria = new ArrayList<>(List.of("familyName"));
        if (firstName != null) {
            criteria.add("firstName");
        }
        if (birthDate != null) {
            criteria.add("birthDate");
        }
        return criteria;
    }
}
