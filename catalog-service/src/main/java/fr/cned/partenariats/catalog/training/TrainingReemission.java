package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Emits the current state of all trainings again, a chunk at a time. */
@ApplicationScoped
public class TrainingReemission {

    private static final int CHUNK = 500;

    private final TrainingRepository trainings;
    private final Outbox outbox;

    TrainingReemission(TrainingRepository trainings, Outbox outbox) {
        this.trainings = trainings;
        this.outbox = outbox;
    }

    /** The ids emitted, in order; empty when there are none after the one given. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public List<UUID> nextChunk(UUID after) {
        List<Training> chunk = trainings.lockAfter(after, CHUNK);
        outbox.append(chunk.stream().map(TrainingChanged::of).toList());
        return chunk.stream().map(Training::id).toList();
    }
}
