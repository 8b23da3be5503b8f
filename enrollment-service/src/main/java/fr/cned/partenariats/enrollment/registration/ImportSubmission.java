package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.idempotency.StoredAnswer;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import fr.cned.partenariats.enrollment.transmission.attempt.Attempt;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of one import. */
record ImportSubmission(Registrant registrant, ImportRequest request, List<EnrollmentRequest> rows)
        implements Submission {

    ImportSubmission(Registrant registrant, ImportRequest request) {
        this(
                registrant,
                request,
                request.rows().stream().map(request::registration).toList());
    }

    @Override
    public void check(EligibilityService eligibility) {
        eligibility.requireVisibleAgreement(request.agreementId(), registrant.scope());
    }

    /** Also when every row is refused. */
    @Override
    public Optional<ChangeRecord> audited() {
        return Optional.of(ChangeRecord.of("import", request.agreementId()));
    }

    /** {@code not-yet-propagated}: the same import will be accepted soon. */
    @Override
    public boolean isRefusedBy(Refusal refusalOfRow) {
        return refusalOfRow.isTemporary();
    }

    @Override
    public Refusal refused(Refusal refusalOfRow) {
        return refusalOfRow;
    }

    @Override
    public StoredAnswer answer(List<Outcome> outcomes, AnswerWriter writer) {
        List<ImportView.Row> answered = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            answered.add(row(i, outcomes.get(i)));
        }
        return new StoredAnswer(200, Map.of("Content-Type", StoredAnswer.JSON), writer.bytes(ImportView.of(answered)));
    }

    private ImportView.Row row(int index, Outcome outcome) {
        String reference = request.rows().get(index).reference();
        Enrollment enrollment = outcome.enrollment();
        if (enrollment != null) {
            return ImportView.Row.accepted(index, reference, enrollment, outcome.possibleDuplicates());
        }
        Refusal refusal = outcome.refusal();
        List<EligibilityView.Blocking> refusals = refusal == null
                ? List.of()
                : refusal.at(pointer -> pointer(index, pointer)).violations().stream()
                        .map(violation -> EligibilityView.Blocking.of(violation, registrant.language()))
                        .toList();
        return ImportView.Row.refused(index, reference, refusals, outcome.existing());
    }

    /** Every field is per row except the agreement, which the whole import shares. */
    private static String pointer(int index, String pointer) {
        return pointer.equals("/agreementId") ? pointer : "/rows/" + index + pointer;
    }

    @Override
    public List<Attempt> attempts(List<Outcome> outcomes, Instant now, LocalDate today) {
        List<Attempt> attempts = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            Enrollment enrollment = outcomes.get(i).enrollment();
            Refusal refusal = outcomes.get(i).refusal();
            attempts.add(attempt(
                    now,
                    today,
                    i,
                    rows.get(i).reference(),
                    enrollment == null ? outcomes.get(i).studentId() : enrollment.studentId(),
                    refusal == null ? null : refusal.code().code()));
        }
        return attempts;
    }

    /** One attempt, whatever the number of rows. */
    @Override
    public List<Attempt> refusedAttempts(Refusal refusal, @Nullable UUID studentId, Instant now, LocalDate today) {
        return List.of(attempt(now, today, null, null, null, refusal.code().code()));
    }

    private Attempt attempt(
            Instant now,
            LocalDate today,
            @Nullable Integer row,
            @Nullable String reference,
            @Nullable UUID studentId,
            @Nullable String code) {
        return new Attempt(
                now, today, registrant.sender(), registrant.key().key(), null, row, reference, studentId, code);
    }
}
