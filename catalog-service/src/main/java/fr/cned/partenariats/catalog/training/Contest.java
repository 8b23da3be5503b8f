package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.query.Lists.distinct;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The competitive examination that a training prepares for.
 *
 * @param corps the body of civil servants that it leads into
 * @param recruitingBodies who recruits by it, such as DGFiP, DGDDI and DGCCRF by one common contest
 */
public record Contest(
        @NotBlank @Size(max = 250) String name,
        @Nullable @Size(max = 250) String corps,
        @NotNull Category category,
        @NotNull Branch branch,
        @NotEmpty @Size(max = 20) List<@NotNull Route> routes,
        @Size(max = 50) List<@NotBlank @Size(max = 250) String> recruitingBodies,
        @Size(max = 50) List<@NotNull LocalDate> examDates) {

    public Contest {
        routes = distinct(routes);
        recruitingBodies = distinct(recruitingBodies);
        examDates = distinct(examDates);
    }
}
