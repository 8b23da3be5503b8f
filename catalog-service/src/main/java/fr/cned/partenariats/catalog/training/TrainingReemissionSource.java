package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Provides the current state of all trainings for re-emission. */
@ApplicationScoped
class TrainingReemissionSource implements ReemissionSource {

    private final TrainingRepository trainings;

    TrainingReemissionSource(TrainingRepository trainings) {
        this.trainings = trainings;
    }

    @Override
    public String name() {
        return "trainings";
    }

    @Override
    public List<TrainingChanged> lockNextChunk(UUID after, int size) {
        return trainings.lockAfter(after, size).stream()
                .map(TrainingChanged::of)
                .toList();
    }
}
