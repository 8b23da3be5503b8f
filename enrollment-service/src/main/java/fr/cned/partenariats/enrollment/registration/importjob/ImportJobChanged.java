package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file was received, or its job has ended. Contract: contract/events/import-job-changed.v1.schema.json. */
record ImportJobChanged(
        UUID id,
        long revision,
        ImportJobState state,
        ImportKind kind,
        @Nullable UUID partnerId,
        boolean dryRun,
        int rows,
        int rejected,
        Instant changedAt)
        implements StateEvent {

    static ImportJobChanged of(ImportJob job) {
        return new ImportJobChanged(
                job.id(),
                job.revision(),
                job.state(),
                job.kind(),
                job.partnerId(),
                job.settings().dryRun(),
                job.progress().rows(),
                job.progress().faulty(),
                Objects.requireNonNullElse(job.endedAt(), job.createdAt()));
    }
}
