package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.query.Lists.distinct;

import fr.cned.partenariats.catalog.CatalogProblem;
import fr.cned.partenariats.catalog.code.Formacode;
import fr.cned.partenariats.catalog.code.Nsf;
import fr.cned.partenariats.catalog.code.Rncp;
import fr.cned.partenariats.catalog.code.Rome;
import fr.cned.partenariats.catalog.code.TrainingCode;
import fr.cned.partenariats.commons.problem.CommonProblem;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
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

/**
 * All that a manager writes of a training, at its creation and by patches.
 *
 * @param level of the French framework, 3 to 8; given by the family where that has only one
 * @param providerIds the partners that deliver it, together when there are several; none when the Cned does it alone
 * @param trainingNeedId the need of a partner that this training answers
 */
public record TrainingContent(
        @Schema(examples = "BTS-MCO") @NotNull @TrainingCode String code,

        @Schema(examples = "BTS Management commercial opérationnel") @NotBlank @Size(max = 250)
        String title,

        @NotNull Family family,
        @Nullable @Min(3) @Max(8) Integer level,
        @Schema(examples = "RNCP38362") @Nullable @Rncp String rncp,
        @Nullable @Min(1) @Max(600) Integer ects,
        @Nullable @Min(1) @Max(10_000) Integer durationHours,
        @NotEmpty @Size(max = 10) List<@NotNull Modality> modalities,
        @Schema(defaultValue = "false") Boolean apprenticeship,
        @Size(max = 50) List<@NotNull UUID> providerIds,
        @Valid Prerequisites prerequisites,
        @Schema(examples = "312") @Nullable @Nsf String nsf,
        @Size(max = 50) List<@NotNull @Rome String> rome,
        @Size(max = 50) List<@NotNull @Formacode String> formacode,
        @Nullable @Size(max = 20_000) String objectives,
        @Nullable @Size(max = 20_000) String content,
        @Nullable @Valid Contest contest,
        @Nullable UUID trainingNeedId) {

    public TrainingContent {
        level = level == null && family != null ? family.level() : level;
        modalities = distinct(modalities);
        apprenticeship = apprenticeship != null && apprenticeship;
        providerIds = distinct(providerIds);
        prerequisites = prerequisites == null ? Prerequisites.NONE : prerequisites;
        prerequisites = family == null ? prerequisites : prerequisites.of(family);
        rome = distinct(rome);
        formacode = distinct(formacode);
    }

    /** Of the concours that it prepares for, if any. */
    public List<Route> routes() {
        return contest == null ? List.of() : contest.routes();
    }

    /** Refuses fields that are each right and do not go together. */
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
        if (!faults.isEmpty()) {
            throw Refusal.of(CommonProblem.INVALID_REQUEST).with(faults);
        }
    }
}
