package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.DistinctList.distinct;

import fr.cned.partenariats.catalog.CatalogProblem;
import fr.cned.partenariats.commons.base.codes.Formacode;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the standards of the sector ask of a training besides its details. All is optional. The bounds leave room in a body
 * of 64 KiB.
 *
 * @param audiences Formacodes of the people for whom the training is meant
 * @param diplomaCode code of the diploma in the nomenclature of the ministry (CFD)
 * @param durationMonths the theoretical duration
 * @param languages the languages of teaching in ISO 639-1
 * @param certificationTitle the title in the RNCP
 */
public record Curriculum(
        @Nullable @Size(max = 600) String expectedResults,
        @Nullable StudyPath path,
        @Nullable @Size(max = 200) String rhythm,
        @Nullable @Size(max = 200) String alternation,
        @Size(max = 10) List<@NotNull @Formacode String> audiences,

        @Schema(examples = "32031213") @Nullable @Pattern(regexp = "[0-9A-Z]{8}", message = "{catalog.diplomaCode}")
        String diplomaCode,

        @Nullable @Min(1) @Max(120) Integer durationMonths,

        @Size(max = 5) List<@NotNull @Pattern(regexp = "[a-z]{2}", message = "{catalog.language}") String> languages,

        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable @Size(max = 250) String certificationTitle,
        @Size(max = 8) List<@NotNull @Valid SkillBlock> skillBlocks) {

    public static final Curriculum NONE =
            new Curriculum(null, null, null, null, List.of(), null, null, List.of(), null, null, null, List.of());

    public Curriculum {
        audiences = distinct(audiences);
        languages = distinct(languages);
        skillBlocks = distinct(skillBlocks);
    }

    List<Violation> faults() {
        return validFrom != null && validTo != null && validTo.isBefore(validFrom)
                ? List.of(new Violation("/curriculum/validTo", CatalogProblem.ENDS_BEFORE_IT_STARTS))
                : List.of();
    }
}
