package fr.cned.partenariats.enrollment.enrollment;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What other systems know of an enrollment. It can change in any state. */
public record EnrollmentDetails(
        @Size(max = EnrollmentDetails.MAX_CODES) List<@NotNull @Valid OtherCode> otherCodes,
        @Nullable RemoteState remoteState) {

    static final int MAX_CODES = 10;

    public EnrollmentDetails {
        otherCodes =
                otherCodes == null ? List.of() : otherCodes.stream().distinct().toList();
    }
}
