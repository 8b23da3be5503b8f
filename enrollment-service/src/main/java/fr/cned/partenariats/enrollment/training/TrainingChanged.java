package fr.cned.partenariats.enrollment.training;

import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What this service reads of catalog.trainings.v1. */
record TrainingChanged(
        @NotNull UUID id,
        long revision,
        @NotNull String code,
        @NotNull String title,
        @NotNull String family,
        @Nullable Integer level,
        @NotNull String state,
        boolean apprenticeship,
        @Nullable Prerequisites prerequisites) {

    static final String TYPE = "fr.cned.partenariats.training.changed.v1";

    /** What a student must have, and who is exempt. */
    record Prerequisites(
            @Nullable Integer minLevel, @Nullable List<String> exemptions) {}

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
