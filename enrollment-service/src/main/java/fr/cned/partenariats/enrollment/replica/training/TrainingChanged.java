package fr.cned.partenariats.enrollment.replica.training;

import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of an event of catalog.trainings.v1 that this service uses. */
record TrainingChanged(
        @NotNull UUID id,
        long revision,
        @NotNull String code,
        @NotNull String title,
        @NotNull String family,
        @Nullable Integer level,
        @Nullable String rncp,
        @NotNull String state,
        boolean apprenticeship,
        @Nullable Curriculum curriculum,
        @Nullable Prerequisites prerequisites) {

    static final String TYPE = "fr.cned.partenariats.training.changed.v1";

    /** The diploma level that a student needs, and the exemptions. */
    record Prerequisites(
            @Nullable Integer minLevel, @Nullable List<String> exemptions) {}

    /** What the survey and the dashboard of apprenticeship ask about a training. */
    record Curriculum(
            @Nullable String diplomaCode, @Nullable Integer durationMonths) {}

    @Nullable
    String diplomaCode() {
        return curriculum == null ? null : curriculum.diplomaCode();
    }

    @Nullable
    Integer durationMonths() {
        return curriculum == null ? null : curriculum.durationMonths();
    }

    @Nullable
    Integer minLevel() {
        return prerequisites == null ? null : prerequisites.minLevel();
    }

    String[] exemptions() {
        return prerequisites == null || prerequisites.exemptions() == null
                ? new String[0]
                : prerequisites.exemptions().toArray(String[]::new);
    }
}
