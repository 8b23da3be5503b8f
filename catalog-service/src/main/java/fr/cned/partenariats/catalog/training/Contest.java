package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.DistinctList.distinct;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The competitive examination (concours) that a training prepares for. All its columns are null without one.
 *
 * @param corps the corps of civil servants that successful candidates join
 * @param recruitingBodies the administrations that recruit by this concours, such as DGFiP, DGDDI and DGCCRF
 */
@Embeddable
public record Contest(
        @Column(name = "contest_name") @NotBlank @Size(max = 250)
        String name,

        @Column(name = "contest_corps") @Nullable @Size(max = 250)
        String corps,

        @Column(name = "contest_category") @Enumerated(EnumType.STRING) @NotNull
        CivilServiceCategory category,

        @Column(name = "contest_branch") @Enumerated(EnumType.STRING) @NotNull
        CivilServiceBranch branch,

        @Column(name = "contest_routes") @Enumerated(EnumType.STRING) @NotEmpty @Size(max = 20)
        List<@NotNull ContestRoute> routes,

        @Column(name = "contest_recruiting_bodies") @Size(max = 20)
        List<@NotBlank @Size(max = 100) String> recruitingBodies,

        @Column(name = "contest_exam_dates") @Size(max = 50) List<@NotNull LocalDate> examDates) {

    public Contest {
        routes = distinct(routes);
        recruitingBodies = distinct(recruitingBodies);
        examDates = distinct(examDates);
    }
}
