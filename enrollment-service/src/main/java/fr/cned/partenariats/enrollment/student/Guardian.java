package fr.cned.partenariats.enrollment.student;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The legal guardian of a minor. */
public record Guardian(
        @NotBlank @Size(max = 100) String name,

        @Schema(format = "email") @Nullable @Email @Size(max = 200)
        String email,

        @Nullable @Telephone String telephone) {

    public Guardian {
        telephone = Telephone.Validator.normalized(telephone);
    }
}
