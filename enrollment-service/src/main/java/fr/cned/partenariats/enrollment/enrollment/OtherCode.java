package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.enrollment.Reference;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The code of an enrollment in another system.
 *
 * @param type the system or the kind of code, such as {@code moodle}
 */
public record OtherCode(
        @Schema(examples = "moodle")
        @NotNull
        @Pattern(regexp = "[a-z][a-z0-9_-]{0,29}", message = "{enrollment.codeType}")
        String type,

        @NotNull @Reference String value) {}
