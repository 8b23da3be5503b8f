package fr.cned.partenariats.catalog.reemission;

import fr.cned.partenariats.catalog.offering.OfferingReemission;
import fr.cned.partenariats.catalog.training.TrainingReemission;
import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Emits the whole catalogue again, in chunks of one transaction each: no change waits long for it. */
@ApplicationScoped
class ReemissionService {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final TrainingReemission trainings;
    private final OfferingReemission offerings;
    private final Audit audit;

    ReemissionService(TrainingReemission trainings, OfferingReemission offerings, Audit audit) {
        this.trainings = trainings;
        this.offerings = offerings;
        this.audit = audit;
    }

    Reemitted emitAgain() {
        audit.recordAlone(AuditedChange.of("re-emission", null));
        return new Reemitted(chunks(trainings::nextChunk), chunks(offerings::nextChunk));
    }

    private static long chunks(Function<UUID, List<UUID>> nextChunk) {
        long emitted = 0;
        UUID after = BEFORE_ALL;
        while (true) {
            List<UUID> chunk = nextChunk.apply(after);
            if (chunk.isEmpty()) {
                return emitted;
            }
            emitted += chunk.size();
            after = chunk.get(chunk.size() - 1);
        }
    }
}
