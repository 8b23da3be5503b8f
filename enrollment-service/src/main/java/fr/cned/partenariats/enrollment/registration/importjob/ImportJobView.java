package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record ImportJobView(
        UUID id,
        long revision,
        ImportKind kind,
        ImportJobState state,
        boolean dryRun,
        String onError,
        @Nullable BigDecimal maxErrorRate,
        Counts counts,
        int percent,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant estimatedEndAt,
        @Nullable Instant endedAt,
        @Nullable Instant deletedAt,
        @Nullable List<ImportRowView> rows)
        implements Revisioned {

    private static final int ALL = 100;

    @Schema(name = "ImportCounts")
    public record Counts(
            int rows, int accepted, int updated, int repeated, int refused, int malformed, int pending, int skipped) {}

    static ImportJobView of(ImportJob job, Instant now, Duration kept) {
        return of(job, now, kept, null);
    }

    static ImportJobView of(ImportJob job, Instant now, Duration kept, @Nullable List<ImportRowView> rows) {
        ImportJob.Progress progress = job.progress();
        boolean ended = job.state().hasEnded();
        Instant end = job.endedAt();
        return new ImportJobView(
                job.id(),
                job.revision(),
                job.kind(),
                job.state(),
                job.settings().dryRun(),
                job.settings().abortOnError() ? ImportSettings.ABORT : ImportSettings.CONTINUE,
                job.settings().maxErrorRate(),
                new Counts(
                        progress.rows(),
                        progress.accepted(),
                        progress.updated(),
                        progress.repeated(),
                        progress.refused(),
                        progress.malformed(),
                        ended ? 0 : progress.withoutOutcome(),
                        ended ? progress.withoutOutcome() : 0),
                progress.rows() == 0 ? ALL : (int) ((long) progress.processed() * ALL / progress.rows()),
                job.createdAt(),
                job.startedAt(),
                ended ? null : estimatedEnd(job, now),
                end,
                end == null ? null : end.plus(kept),
                rows);
    }

    private static @Nullable Instant estimatedEnd(ImportJob job, Instant now) {
        int processed = job.progress().processed();
        Instant started = job.startedAt();
        if (started == null || processed == 0) {
            return null;
        }
        long millis = Duration.between(started, now).toMillis();
        return now.plusMillis(millis * (job.progress().rows() - processed) / processed);
    }
}
