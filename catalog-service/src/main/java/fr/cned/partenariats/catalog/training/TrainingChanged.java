package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.outbox.OutboxEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state of one training after a change. Contract: {@code contract/events/training-changed.v1.schema.json}. */
record TrainingChanged(
        UUID id,
        long revision,
        String code,
        String title,
        Family family,
        @Nullable Integer level,
        TrainingState state,
        List<Modality> modalities,
        boolean apprenticeship,
        Prerequisites prerequisites,
        List<UUID> providerIds,
        @Nullable UUID trainingNeedId)
        implements OutboxEvent {

    static TrainingChanged of(Training training) {
        TrainingContent content = training.content();
        return new TrainingChanged(
                training.id(),
                training.version(),
                content.code(),
                content.title(),
                content.family(),
                content.level(),
                training.state(),
                content.modalities(),
                content.apprenticeship(),
                content.prerequisites(),
                content.providerIds(),
                content.trainingNeedId());
    }

    @Override
    public String topic() {
        return "catalog.trainings.v1";
    }

    @Override
    public String key() {
        return id.toString();
    }

    @Override
    public String type() {
        return "fr.cned.partenariats.training.changed.v1";
    }
}
