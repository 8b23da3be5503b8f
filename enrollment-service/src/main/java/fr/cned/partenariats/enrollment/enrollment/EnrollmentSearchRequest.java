package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.validation.MaxWords;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** A search by words. Accents, case and signs do not count. */
public record EnrollmentSearchRequest(
        @NotBlank @Size(min = 2, max = 100) @MaxWords(15) String words) {}
