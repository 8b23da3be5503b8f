package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.idempotency.StoredAnswer;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentView;
import fr.cned.partenariats.enrollment.transmission.attempt.Attempt;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The registration of one student. */
record SingleRegistration(Registrant registrant, EnrollmentRequest request) implements OneRow {

    @Override
    public Refusal refused(Refusal refusalOfRow) {
        String reference = request.reference();
        return reference == null ? refusalOfRow : refusalOfRow.property("reference", reference);
    }

    @Override
    public StoredAnswer answer(List<Outcome> outcomes, AnswerWriter writer) {
        Outcome outcome = outcomes.get(0);
        Enrollment enrollment = Objects.requireNonNull(outcome.enrollment());
        EnrollmentView view = EnrollmentView.of(
                enrollment,
                registrant.scope(),
                outcome.possibleDuplicates(),
                writer.warnings(enrollment, outcome.warnings(), registrant.language()));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", StoredAnswer.JSON);
        headers.put("Location", "/v1/enrollments/" + view.id());
        headers.put("ETag", '"' + view.entityTag() + '"');
        return new StoredAnswer(CREATED, headers, writer.bytes(view));
    }

    @Override
    public List<Attempt> attempts(List<Outcome> outcomes, Instant now, LocalDate today) {
        Outcome outcome = outcomes.get(0);
        Enrollment enrollment = Objects.requireNonNull(outcome.enrollment());
        return List.of(attempt(now, today, enrollment.studentId(), null));
    }

    @Override
    public List<Attempt> refusedAttempts(Refusal refusal, @Nullable UUID studentId, Instant now, LocalDate today) {
        return List.of(attempt(now, today, studentId, refusal.code().code()));
    }

    private Attempt attempt(Instant now, LocalDate today, @Nullable UUID studentId, @Nullable String code) {
        return new Attempt(
                now,
                today,
                registrant.sender(),
                registrant.key().key(),
                null,
                null,
                request.reference(),
                studentId,
                code);
    }
}
