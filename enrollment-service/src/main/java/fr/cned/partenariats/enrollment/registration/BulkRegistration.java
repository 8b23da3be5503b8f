package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.Actor;
import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Registers many students for a job in the transaction of the caller, which has the scope of all tenants. Each row has
 * its own idempotency key: a row that was accepted before is not registered again.
 */
@ApplicationScoped
public class BulkRegistration {

    private final RegistrationBatch batch;

    BulkRegistration(RegistrationBatch batch) {
        this.batch = batch;
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
     * @param ids null for a refused row
     * @param state of the new enrollment; null when the row was accepted before, under the same key
     * @param existingId what stands in the way of a refused row, such as the live enrollment
     * @param refusedStudentId the registered student whom a refused row names
     */
    public record Result(
            @Nullable RegisteredIds ids,
            @Nullable EnrollmentState state,
            List<UUID> possibleDuplicates,
            @Nullable Refusal refusal,
            @Nullable UUID existingId,
            @Nullable UUID refusedStudentId) {

        public boolean isRepeated() {
            return ids != null && state == null;
        }
    }

    /**
     * The ids in the results belong to no stored object.
     *
     * @param taken what all predicted rows would take
     */
    public record Prediction(List<Result> results, Capacity.Taken taken) {}

    /** The results in the order of the rows. Throws a temporary refusal, such as {@code request-in-progress}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Result> register(Origin origin, List<Row> rows) {
        return batch.runWithin(registrations(origin, rows)).stream()
                .map(answer -> result(answer.outcome()))
                .toList();
    }

    /**
     * Judges the rows and writes nothing.
     *
     * @param earlier the predictions of earlier calls
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Prediction predict(Origin origin, List<Row> rows, Capacity.Taken earlier) {
        RegistrationBatch.Prediction predicted = batch.predict(registrations(origin, rows), earlier);
        return new Prediction(
                predicted.outcomes().stream().map(BulkRegistration::result).toList(), predicted.taken());
    }

    private static List<Registration> registrations(Origin origin, List<Row> rows) {
        Map<UUID, EarlierRows> earlier = new HashMap<>();
        return rows.stream()
                .map(row -> new Registration(
                        new Registrant(origin.scope(), origin.name(), origin.actor(), Locale.ENGLISH, row.key()),
                        row.request(),
                        earlier.computeIfAbsent(row.request().agreementId(), agreement -> new EarlierRows()),
                        true))
                .toList();
    }

    private static Result result(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted accepted) {
            Enrollment enrollment = accepted.enrollment();
            return new Result(
                    RegisteredIds.of(enrollment), enrollment.state(), accepted.possibleDuplicates(), null, null, null);
        }
        if (outcome instanceof Outcome.Repeated repeated) {
            return new Result(RegisteredIds.of(repeated.first()), null, List.of(), null, null, null);
        }
        Outcome.Refused refused = (Outcome.Refused) outcome;
        if (refused.refusal().isTemporary()) {
            throw refused.refusal();
        }
        return new Result(null, null, List.of(), refused.refusal(), refused.existing(), refused.studentId());
    }
}
