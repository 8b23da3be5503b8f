package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Event with the full state of a training. Contract: {@code contract/events/training-changed.v1.schema.json}. */
record TrainingChanged(
        UUID id,
        long revision,
        String code,
        String title,
        Family family,
        @Nullable Integer level,
        @Nullable String rncp,
        @Nullable Integer ects,
        @Nullable Integer durationHours,
        TrainingState state,
        List<Modality> modalities,
        boolean apprenticeship,
        Prerequisites prerequisites,
        List<UUID> providerIds,
        @Nullable String nsf,
        List<String> rome,
        List<String> formacode,
        @Nullable String objectives,
        @Nullable String content,
        @Nullable Contest contest,
        @Nullable UUID trainingNeedId)
        implements StateEvent {

    static TrainingChanged of(Training training) {
        TrainingDetails details = training.details();
        return new TrainingChanged(
                training.id(),
                training.revision(),
                details.code(),
                details.title(),
                details.family(),
                details.level(),
                details.rncp(),
                details.ects(),
                details.durationHours(),
                training.state(),
                details.modalities(),
                details.apprenticeship(),
                details.prerequisites(),
                details.providerIds(),
                details.nsf(),
                details.rome(),
                details.formacode(),
                details.objectives(),
                details.content(),
                details.contest(),
                details.trainingNeedId());
    }
}
