package fr.cned.partenariats.enrollment.schooling.attendance;

import fr.cned.partenariats.enrollment.schooling.week.Week;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The hours that a site declares for one week: all entries are accepted or none. Another declaration corrects them.
 *
 * @param week in ISO 8601, such as 2026-W48
 */
public record AttendanceDeclaration(
        @NotNull UUID siteId,
        @NotNull @Week String week,
        @NotNull @Size(min = 1, max = 200) List<@NotNull @Valid Entry> entries) {

    public record Entry(
            @NotNull UUID enrollmentId,

            @Schema(multipleOf = 0.01) @NotNull @DecimalMin("0") @DecimalMax("168") @Digits(integer = 3, fraction = 2)
            BigDecimal hours) {}
}
