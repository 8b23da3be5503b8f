package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.DistinctList.distinct;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The competitive examination (concours) that a training prepares for.
 *
 * @param corps the corps of civil servants that successful candidates join
 * @param recruitingBodies the administrations that recruit by this concours, such as DGFiP, DGDDI and DGCCRF
 */
public record Contest(
        @NotBlank @Size(max = 250) String name,
        @Nullable @Size(max = 250) String corps,
        @NotNull CivilServiceCategory category,
        @NotNull CivilServiceBranch branch,
        @NotEmpty @Size(max = 20) List<@NotNull ContestRoute> routes,
        @Size(max = 20) List<@NotBlank @Size(max = 100) String> recruitingBodies,
        @Size(max = 50) List<@NotNull LocalDate> examDates) {

    public Contest {
        routes = distinct(routes);
        recruitingBodies = distinct(recruitingBodies);
        examDates = distinct(examDates);
    }
}
