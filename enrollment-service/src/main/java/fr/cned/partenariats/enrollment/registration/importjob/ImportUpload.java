package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.SERVICE_BUSY;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.UNSUPPORTED_MEDIA_TYPE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.IMPORTS_OF_THE_DAY;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.TOO_MANY_IMPORT_JOBS;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.TOO_MANY_ROWS;
import static fr.cned.partenariats.enrollment.Scopes.STUDENTS_WRITE;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.Sha256;
import fr.cned.partenariats.commons.base.database.Backoff;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.http.idempotency.CurrentKey;
import fr.cned.partenariats.commons.http.idempotency.IdempotencyStore;
import fr.cned.partenariats.commons.http.idempotency.IdempotencyStore.Answered;
import fr.cned.partenariats.commons.http.idempotency.IdempotencyStore.KnownKey;
import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.commons.http.idempotency.StoredAnswer;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.NewRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowSource;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowSource.RawRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Receives a file: parses it while it arrives and writes its rows to the database, a few hundred at a time. The job
 * begins when the whole file is there. An upload that fails leaves nothing.
 */
@ApplicationScoped
class ImportUpload {

    static final int MAX_ROWS = 50_000;

    private static final String PATH = "/v1/imports/";

    private static final Logger LOG = Logger.getLogger(ImportUpload.class);
    private static final int ROWS_AT_ONCE = 500;
    private static final int CHARACTERS_AT_ONCE = 512 * 1024;
    private static final int RETRY_AFTER_SECONDS = 10;
    private static final int ATTEMPTS = 4;

    private final ImportJobTable jobs;
    private final ImportRowTable rows;
    private final List<ImportTarget> targets;
    private final IdempotencyStore keys;
    private final CurrentKey key;
    private final Caller caller;
    private final ActorNames actors;
    private final ChangeRecorder recorder;
    private final ObjectMapper json;
    private final Clock clock;
    private final int jobsPerClient;
    private final Duration kept;
    private final int filesPerDay;
    private final int rowsPerDay;

    ImportUpload(
            ImportJobTable jobs,
            ImportRowTable rows,
            @All List<ImportTarget> targets,
            IdempotencyStore keys,
            CurrentKey key,
            Caller caller,
            ActorNames actors,
            ChangeRecorder recorder,
            ObjectMapper json,
            Clock clock,
            @ConfigProperty(name = "enrollment.imports.jobs-per-client") int jobsPerClient,
            @ConfigProperty(name = "enrollment.imports.kept") Duration kept,
            @ConfigProperty(name = "enrollment.imports.files-per-day") int filesPerDay,
            @ConfigProperty(name = "enrollment.imports.rows-per-day") int rowsPerDay) {
        this.jobs = jobs;
        this.rows = rows;
        this.targets = targets;
        this.keys = keys;
        this.key = key;
        this.caller = caller;
        this.actors = actors;
        this.recorder = recorder;
        this.json = json;
        this.clock = clock;
        this.jobsPerClient = jobsPerClient;
        this.kept = kept;
        this.filesPerDay = filesPerDay;
        this.rowsPerDay = rowsPerDay;
    }

    /** The job of a file that is stored. */
    record Stored(StoredAnswer answer, boolean isReplay, int rows) {

        UUID jobId() {
            String location = Objects.requireNonNull(answer.headers().get("Location"));
            return UUID.fromString(location.substring(PATH.length()));
        }

        Response toResponse() {
            return isReplay ? answer.toReplay() : answer.toResponse();
        }
    }

    Stored receive(ImportKind kind, ImportSettings settings, @Nullable MediaType type, InputStream body)
            throws IOException {
        if (type == null) {
            throw Refusal.of(UNSUPPORTED_MEDIA_TYPE);
        }
        MessageDigest digest = Sha256.digest();
        RowSource source = RowSource.of(kind, type, new DigestInputStream(body, digest), json);
        ImportTarget.of(kind, targets).requireColumns(source.sheet(), settings);
        ImportJob job = open(kind, settings, source.sheet());
        try {
            Received received = stage(job, source);
            return transaction(() -> finish(job, received, keyed(digest)));
        } catch (IOException | RuntimeException e) {
            discard(job);
            throw e;
        }
    }

    /** Stores rows that the service has made itself, given by their cells: at most so many as one statement inserts. */
    Stored receive(ImportKind kind, List<String> columns, List<List<String>> rows) {
        Sheet sheet = Sheet.of(kind, columns, ',');
        ImportTarget target = ImportTarget.of(kind, targets);
        ImportJob job = open(kind, new ImportSettings(null, false, false, null, false), sheet);
        try {
            List<NewRow> made = new ArrayList<>();
            rows.forEach(cells ->
                    made.add(target.stage(job, sheet, StagedRow.waiting(made.size() + 1, cells), List.of())));
            append(job, made);
            return transaction(() -> finish(job, new Received(made.size(), 0), keyed(Sha256.digest())));
        } catch (RuntimeException e) {
            discard(job);
            throw e;
        }
    }

    private ImportJob open(ImportKind kind, ImportSettings settings, Sheet sheet) {
        return transaction(() -> {
            if (settings.commonId() != null) {
                ImportTarget.of(kind, targets).requireVisible(settings.commonId(), caller.scope());
            }
            ImportJob job = new ImportJob(
                    Ids.next(),
                    0,
                    kind,
                    caller.scope().restrictedTo().orElse(null),
                    new ImportJob.Sender(
                            caller.client(),
                            actors.current(),
                            recorder.currentActor(),
                            !caller.isBoundToTenant() || caller.scopes().contains(STUDENTS_WRITE)),
                    settings,
                    sheet.storableNames(),
                    sheet.separator(),
                    ImportJobState.RECEIVING,
                    ImportJob.Progress.NONE,
                    Capacity.Taken.NOTHING,
                    clock.instant(),
                    null,
                    null);
            requireWithinTheDay(job.partnerId(), 1, 1);
            if (!jobs.insert(job, jobsPerClient)) {
                throw Refusal.of(TOO_MANY_IMPORT_JOBS, Integer.toString(jobsPerClient))
                        .retryAfterSeconds(RETRY_AFTER_SECONDS);
            }
            return job;
        });
    }

    /** The rows of a file are kept for days, whatever they contain. */
    private void requireWithinTheDay(@Nullable UUID partner, int filesToCome, int rowsToCome) {
        if (partner == null) {
            return;
        }
        ZonedDateTime today = clock.instant().atZone(clock.getZone()).truncatedTo(ChronoUnit.DAYS);
        ImportJobTable.Sent sent = jobs.lockSentSince(partner, today.toInstant());
        if (sent.files() + filesToCome > filesPerDay || sent.rows() + rowsToCome > rowsPerDay) {
            ZonedDateTime next = today.plusDays(1);
            throw Refusal.of(
                            IMPORTS_OF_THE_DAY,
                            Integer.toString(filesPerDay),
                            Integer.toString(rowsPerDay),
                            next.toLocalDate().toString())
                    .retryAfterSeconds((int) Duration.between(clock.instant(), next)
                            .plusSeconds(1)
                            .toSeconds());
        }
    }

    private record Received(int rows, int malformed) {}

    private Received stage(ImportJob job, RowSource source) throws IOException {
        ImportTarget target = ImportTarget.of(job.kind(), targets);
        List<NewRow> staged = new ArrayList<>();
        int characters = 0;
        int count = 0;
        int malformed = 0;
        for (RawRow raw = source.next(); raw != null; raw = source.next()) {
            if (++count > MAX_ROWS) {
                throw Refusal.of(TOO_MANY_ROWS, Integer.toString(MAX_ROWS));
            }
            StagedRow waiting = StagedRow.waiting(count, raw.storableCells());
            NewRow row = target.stage(job, source.sheet(), waiting, raw.faults());
            malformed += row.row().outcome() == RowOutcome.MALFORMED ? 1 : 0;
            staged.add(row);
            characters += raw.cells().stream().mapToInt(String::length).sum();
            if (staged.size() == ROWS_AT_ONCE || characters > CHARACTERS_AT_ONCE) {
                append(job, staged);
                staged.clear();
                characters = 0;
            }
        }
        append(job, staged);
        return new Received(count, malformed);
    }

    private void append(ImportJob job, List<NewRow> staged) {
        if (!staged.isEmpty() && !transaction(() -> rows.append(job.id(), staged, clock.instant()))) {
            throw busy(); // the upload took too long
        }
    }

    /** Stores the answer under the key of the request. A repeated request gets the first job. */
    private Stored finish(ImportJob opened, Received received, KeyedRequest request) {
        KnownKey known = keys.lookUp(List.of(request)).get(0);
        if (known.refusal() != null) {
            throw known.refusal();
        }
        if (known.answer() != null) {
            jobs.delete(opened.id());
            return new Stored(known.answer(), true, received.rows());
        }
        requireWithinTheDay(opened.partnerId(), 0, received.rows());
        Instant now = clock.instant();
        if (!jobs.finishUpload(opened.id(), stateOf(opened, received), received.rows(), received.malformed(), now)) {
            throw busy();
        }
        ImportJob job = jobs.find(opened.id(), caller.scope().restrictedTo()).orElseThrow();
        recorder.record(ChangeRecord.of("import-job", job.id()));
        ImportJobView view = ImportJobView.of(job, now, kept);
        StoredAnswer answer = StoredAnswer.of(Response.Status.ACCEPTED, PATH + job.id(), view, json);
        if (!keys.store(List.of(new Answered(request, answer)))) {
            throw Refusal.of(CommonProblem.CONCURRENT_CHANGE);
        }
        return new Stored(answer, false, received.rows());
    }

    private static ImportJobState stateOf(ImportJob opened, Received received) {
        if (received.rows() == 0) {
            return ImportJobState.DONE;
        }
        return opened.settings().isOverErrorRate(received.malformed(), received.rows())
                ? ImportJobState.ABORTED
                : ImportJobState.WAITING;
    }

    /** The key of the request; its hash includes the bytes of the file. */
    private KeyedRequest keyed(MessageDigest content) {
        KeyedRequest request = key.get();
        MessageDigest all = Sha256.digest();
        all.update(request.hash());
        all.update(content.digest());
        return new KeyedRequest(request.owner(), request.key(), all.digest(), request.namedIds());
    }

    private void discard(ImportJob job) {
        try {
            transaction(() -> {
                jobs.delete(job.id());
                return job;
            });
        } catch (RuntimeException purgedLater) {
            LOG.debugf(purgedLater, "upload %s is purged later", job.id());
        }
    }

    /**
     * Repeats a transaction that lost a race. The whole operation cannot be repeated, because the body is read, so at the
     * end the failure is not one that {@code LostRaceInterceptor} repeats.
     */
    private static <T> T transaction(Callable<T> work) {
        try {
            return Backoff.repeated(
                    ATTEMPTS, () -> QuarkusTransaction.requiringNew().call(work));
        } catch (RuntimeException e) {
            throw DatabaseFailures.isConcurrentChange(e) ? busy() : e;
        }
    }

    private static Refusal busy() {
        return Refusal.of(SERVICE_BUSY).retryAfterSeconds(RETRY_AFTER_SECONDS);
    }
}
