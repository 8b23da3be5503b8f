package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.base.codes.Country;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where letters reach the student. An address without a country is in France. */
@PostalCode
public record PostalAddress(
        @NotEmpty @Size(max = PostalAddress.MAX_LINES) List<@NotBlank @Size(max = 100) String> lines,
        @Nullable String postalCode,
        @NotBlank @Size(max = 100) String city,
        @Nullable @Country String country) {

    public static final int MAX_LINES = 4;

    private static final String FRANCE = "FR";

    public PostalAddress {
        country = country == null ? FRANCE : country;
    }

    boolean inFrance() {
        return FRANCE.equals(country);
    }
}
