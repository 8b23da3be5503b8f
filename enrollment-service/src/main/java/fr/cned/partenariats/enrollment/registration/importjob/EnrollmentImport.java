package fr.cned.partenariats.enrollment.registration.importjob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.idempotency.KeyOwner;
import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.registration.BulkRegistration;
import fr.cned.partenariats.enrollment.registration.BulkRegistration.Origin;
import fr.cned.partenariats.enrollment.registration.BulkRegistration.Result;
import fr.cned.partenariats.enrollment.registration.EnrollmentRequest;
import fr.cned.partenariats.enrollment.registration.RegisteredIds;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.NewRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Registers the students of rows by the registration batch. The idempotency key of a row is a digest of its content, for
 * each partner: the same row is registered once, also when another client of the partner sends it again.
 */
@ApplicationScoped
class EnrollmentImport implements ImportTarget {

    /** The owner of the keys of rows. No client has this name. */
    private static final String OWNER = "import row";

    private final BulkRegistration registration;
    private final EligibilityService eligibility;
    private final EnrollmentRows parser;
    private final EnrollmentStaging staging;
    private final ObjectMapper json;

    EnrollmentImport(
            BulkRegistration registration,
            EligibilityService eligibility,
            EnrollmentRows parser,
            EnrollmentStaging staging,
            ObjectMapper json) {
        this.registration = registration;
        this.eligibility = eligibility;
        this.parser = parser;
        this.staging = staging;
        this.json = json;
    }

    @Override
    public ImportKind kind() {
        return ImportKind.ENROLLMENTS;
    }

    @Override
    public void requireColumns(Sheet sheet, ImportSettings settings) {
        sheet.require("/offeringId");
        if (settings.commonId() == null) {
            sheet.require("/agreementId");
        }
    }

    @Override
    public void requireVisible(UUID commonId, TenantScope scope) {
        eligibility.requireVisibleAgreement(commonId, scope);
    }

    @Override
    public NewRow stage(ImportJob job, Sheet sheet, StagedRow row, List<Violation> faults) {
        return staging.stage(job, sheet, row, faults);
    }

    @Override
    public Processed process(ImportJob job, List<StagedRow> rows) {
        Sheet sheet = job.sheet();
        List<StagedRow> outcomes = new ArrayList<>();
        Map<String, List<StagedRow>> rowsByKey = new LinkedHashMap<>();
        List<BulkRegistration.Row> distinct = new ArrayList<>();
        for (StagedRow row : rows) {
            EnrollmentRows.Parsed parsed = parser.parse(
                    sheet, Objects.requireNonNull(row.cells()), job.settings().commonId());
            EnrollmentRequest request = parsed.request();
            if (request == null) {
                outcomes.add(row.malformed(RowError.of(parsed.faults(), sheet)));
                continue;
            }
            BulkRegistration.Row keyed = new BulkRegistration.Row(request, key(job, request));
            List<StagedRow> same = rowsByKey.computeIfAbsent(keyed.key().key(), key -> new ArrayList<>(1));
            if (same.isEmpty()) {
                distinct.add(keyed);
            }
            same.add(row);
        }
        if (distinct.isEmpty()) {
            return new Processed(outcomes, job.predicted());
        }
        Origin origin =
                new Origin(job.scope(), job.sender().name(), job.sender().actor());
        Capacity.Taken taken = job.predicted();
        List<Result> results;
        if (job.settings().dryRun()) {
            BulkRegistration.Prediction prediction = registration.predict(origin, distinct, taken);
            results = prediction.results();
            taken = prediction.taken();
        } else {
            results = registration.register(origin, distinct);
        }
        for (int i = 0; i < results.size(); i++) {
            List<StagedRow> same = rowsByKey.get(distinct.get(i).key().key());
            outcomes.addAll(outcomes(
                    Objects.requireNonNull(same), results.get(i), job.settings().dryRun(), sheet));
        }
        return new Processed(outcomes, taken);
    }

    /** @param same rows with the same content, in their order */
    private static List<StagedRow> outcomes(List<StagedRow> same, Result result, boolean dryRun, Sheet sheet) {
        if (result.refusal() != null) {
            List<RowError> reasons = RowError.of(result.refusal(), sheet);
            return same.stream()
                    .map(row -> row.refused(reasons, result.existingId(), result.refusedStudentId()))
                    .toList();
        }
        RegisteredIds ids = result.isRepeated() || !dryRun ? result.ids() : null;
        UUID enrollment = ids == null ? null : ids.enrollment();
        UUID student = ids == null ? null : ids.student();
        StagedRow first = same.get(0)
                .accepted(
                        result.isRepeated() ? RowOutcome.REPEATED : RowOutcome.ACCEPTED,
                        enrollment,
                        student,
                        result.state(),
                        result.possibleDuplicates());
        return Stream.concat(
                        Stream.of(first),
                        same.stream().skip(1).map(row -> row.accepted(RowOutcome.REPEATED, enrollment, student)))
                .toList();
    }

    private KeyedRequest key(ImportJob job, EnrollmentRequest request) {
        byte[] hash = digest(request);
        String partner = Stream.of(job.partnerId(), request.partnerId())
                .filter(Objects::nonNull)
                .findFirst()
                .map(UUID::toString)
                .orElse("-");
        UUID student = request.studentId();
        Set<UUID> named = student == null ? Set.of() : Set.of(student); // an erasure looks for students
        return new KeyedRequest(
                new KeyOwner(OWNER, partner, "-"), HexFormat.of().formatHex(hash), hash, named);
    }

    private byte[] digest(EnrollmentRequest request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(request));
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException("every Java platform has SHA-256, and requests are plain records", e);
        }
    }
}
