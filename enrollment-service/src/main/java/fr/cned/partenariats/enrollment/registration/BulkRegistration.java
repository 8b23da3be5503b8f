package fr.cned.partenariats.enrollment.registration;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.commons.changelog.Actor;
import fr.cned.partenariats.commons.idempotency.KeyedRequest;
import fr.cned.partenariats.commons.idempotency.StoredAnswer;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.counter.Capacity;
import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Registers many students for a job in the transaction of the caller, which has the scope of all tenants. Each row has
 * its own idempotency key: a row that was accepted before is not registered again.
 */
@ApplicationScoped
public class BulkRegistration {

    private final RegistrationBatch batch;
    private final ObjectMapper json;

    BulkRegistration(RegistrationBatch batch, ObjectMapper json) {
        this.batch = batch;
        this.json = json;
    }

    /**
     * The caller who started the job.
     *
     * @param name the name for the history of the enrollments
     */
    public record Origin(TenantScope scope, String name, Actor actor) {}

    /** One registration. The keys of the rows of one call are distinct. */
    public record Row(EnrollmentRequest request, KeyedRequest key) {}

    /**
     * What became of a row.
     *
     * @param state of the new enrollment
     * @param repeated whether the row was accepted before, under the same key
     * @param refusal null for an accepted row
     * @param existingId what stands in the way of a refused row, such as the live enrollment
     */
    public record Result(
            @Nullable UUID enrollmentId,
            @Nullable UUID studentId,
            @Nullable EnrollmentState state,
            List<UUID> possibleDuplicates,
            boolean repeated,
            @Nullable Refusal refusal,
            @Nullable UUID existingId) {}

    /**
     * The ids in the results belong to no stored object.
     *
     * @param taken what all predicted rows would take
     */
    public record Prediction(List<Result> results, Capacity.Taken taken) {}

    /** The results in the order of the rows. Throws a temporary refusal, such as {@code request-in-progress}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Result> register(Origin origin, List<Row> rows) {
        return batch.runWithin(submissions(origin, rows)).stream()
                .map(this::result)
                .toList();
    }

    /**
     * Judges the rows and writes nothing.
     *
     * @param earlier the predictions of earlier calls
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Prediction predict(Origin origin, List<Row> rows, Capacity.Taken earlier) {
        RegistrationBatch.Prediction predicted = batch.predict(submissions(origin, rows), earlier);
        return new Prediction(predicted.answers().stream().map(this::result).toList(), predicted.taken());
    }

    private static List<RowSubmission> submissions(Origin origin, List<Row> rows) {
        Map<UUID, EarlierRows> earlier = new HashMap<>();
        return rows.stream()
                .map(row -> new RowSubmission(
                        new Registrant(origin.scope(), origin.name(), origin.actor(), Locale.ENGLISH, row.key()),
                        row.request(),
                        earlier.computeIfAbsent(row.request().agreementId(), agreement -> new EarlierRows())))
                .toList();
    }

    private Result result(Answer answer) {
        StoredAnswer stored = answer.stored();
        if (stored == null) {
            Refusal refusal = Objects.requireNonNull(answer.refusal());
            if (refusal.isTemporary()) {
                throw refusal;
            }
            return new Result(null, null, null, List.of(), false, refusal, answer.existing());
        }
        try {
            Registered row = json.readValue(stored.body(), Registered.class);
            List<UUID> duplicates = row.possibleDuplicates() == null ? List.of() : row.possibleDuplicates();
            return new Result(row.id(), row.studentId(), row.state(), duplicates, answer.replayed(), null, null);
        } catch (IOException e) {
            throw new UncheckedIOException("stored answers are JSON", e);
        }
    }

    /** The stored answer. An erasure reduces it to the id. */
    private record Registered(
            @Nullable UUID id,
            @Nullable UUID studentId,
            @Nullable EnrollmentState state,
            @Nullable List<UUID> possibleDuplicates) {}

    /** The registration of one row. */
    private record RowSubmission(Registrant registrant, EnrollmentRequest request, EarlierRows earlierRows)
            implements OneRow {

        @Override
        public StoredAnswer answer(List<Outcome> outcomes, AnswerWriter writer) {
            Outcome outcome = outcomes.get(0);
            Enrollment enrollment = Objects.requireNonNull(outcome.enrollment());
            return new StoredAnswer(
                    CREATED,
                    Map.of("Content-Type", StoredAnswer.JSON),
                    writer.bytes(new Registered(
                            enrollment.id(),
                            enrollment.studentId(),
                            enrollment.state(),
                            outcome.possibleDuplicates())));
        }
    }
}
