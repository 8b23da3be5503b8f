package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.DistinctList.distinct;

import fr.cned.partenariats.catalog.CatalogProblem;
import fr.cned.partenariats.commons.base.codes.Formacode;
import fr.cned.partenariats.commons.base.codes.Nsf;
import fr.cned.partenariats.commons.base.codes.Rncp;
import fr.cned.partenariats.commons.base.codes.Rome;
import fr.cned.partenariats.commons.base.codes.TrainingCode;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The fields of a training that a catalogue manager sets. */
public record TrainingDetails(
        @Schema(examples = "BTS-MCO") @NotNull @TrainingCode String code,

        @Schema(examples = "BTS Management commercial opérationnel") @NotBlank @Size(max = 250)
        String title,

        @NotNull Family family,

        @Schema(description = "Level of the French framework. Filled in when the family has a fixed level.")
        @Nullable
        @Min(3)
        @Max(8)
        Integer level,

        @Schema(examples = "RNCP38362") @Nullable @Rncp String rncp,
        @Nullable @Min(1) @Max(600) Integer ects,
        @Nullable @Min(1) @Max(10_000) Integer durationHours,
        @NotEmpty @Size(max = 10) List<@NotNull Modality> modalities,
        @Schema(defaultValue = "false") Boolean apprenticeship,

        @Schema(description = "The partners that deliver the training. Empty when the Cned delivers it alone.")
        @Size(max = 50)
        List<@NotNull UUID> providerIds,

        @Valid Prerequisites prerequisites,
        @Schema(examples = "312") @Nullable @Nsf String nsf,
        @Size(max = 50) List<@NotNull @Rome String> rome,
        @Size(max = 50) List<@NotNull @Formacode String> formacode,
        @Nullable @Size(max = 5_000) String objectives,
        @Nullable @Size(max = 5_000) String content,
        @Nullable @Valid Contest contest,
        @Nullable @Valid Curriculum curriculum,
        @Nullable UUID trainingNeedId) {

    public TrainingDetails {
        level = level == null && family != null ? family.level() : level;
        modalities = distinct(modalities);
        apprenticeship = apprenticeship != null && apprenticeship;
        providerIds = distinct(providerIds);
        prerequisites = prerequisites == null ? Prerequisites.NONE : prerequisites;
        prerequisites = family == null ? prerequisites : prerequisites.withStatutoryExemptions(family);
        rome = distinct(rome);
        formacode = distinct(formacode);
    }

    /** The routes of the concours; empty without a contest. */
    public List<ContestRoute> routes() {
        return contest == null ? List.of() : contest.routes();
    }

    TrainingDetails withoutTrainingNeed() {
        return new TrainingDetails(
                code,
                title,
                family,
                level,
                rncp,
                ects,
                durationHours,
                modalities,
                apprenticeship,
                providerIds,
                prerequisites,
                nsf,
                rome,
                formacode,
                objectives,
                content,
                contest,
                curriculum,
                null);
    }

    void requireConsistent() {
        List<Violation> faults = new ArrayList<>();
        if (family.level() != null && !family.level().equals(level)) {
            faults.add(new Violation("/level", CatalogProblem.LEVEL_OF_FAMILY, family.name(), family.level()));
        }
        if (family == Family.CONCOURS && contest == null) {
            faults.add(new Violation("/contest", CommonProblem.REQUIRED));
        }
        if (family != Family.CONCOURS && contest != null) {
            faults.add(new Violation("/contest", CatalogProblem.CONTEST_WITHOUT_CONCOURS));
        }
        if (curriculum != null) {
            faults.addAll(curriculum.faults());
        }
        Refusal.requireNone(faults);
    }
}
