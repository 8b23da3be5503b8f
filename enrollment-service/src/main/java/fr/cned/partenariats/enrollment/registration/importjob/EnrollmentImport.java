package fr.cned.partenariats.enrollment.registration.importjob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.Sha256;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.idempotency.KeyOwner;
import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityService;
import fr.cned.partenariats.enrollment.enrollment.PastEnrollment;
import fr.cned.partenariats.enrollment.registration.Answer;
import fr.cned.partenariats.enrollment.registration.EarlierRows;
import fr.cned.partenariats.enrollment.registration.EnrollmentRequest;
import fr.cned.partenariats.enrollment.registration.Outcome;
import fr.cned.partenariats.enrollment.registration.RegisteredIds;
import fr.cned.partenariats.enrollment.registration.Registrant;
import fr.cned.partenariats.enrollment.registration.Registration;
import fr.cned.partenariats.enrollment.registration.RegistrationBatch;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.NewRow;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.Relation;
import fr.cned.partenariats.enrollment.registration.importjob.file.CellReader;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.StagedRow;
import fr.cned.partenariats.enrollment.student.StudentData;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Registers the students of rows by the registration batch, after rows with a registered reference were compared with
 * what is registered. The idempotency key of a row is a digest of its content, for
 * each partner: the same row is registered once, also when another client of the partner sends it again.
 */
@ApplicationScoped
class EnrollmentImport implements ImportTarget {

    /** The owner of the keys of rows. No client has this name. */
    private static final String OWNER = "import row";

    /** A part of the digest is enough for a key: the store compares the whole digest. */
    private static final int KEY_BYTES = 16;

    private final RegistrationBatch batch;
    private final EligibilityService eligibility;
    private final EnrollmentRows parser;
    private final ObjectNames names;
    private final EnrollmentUpdates updates;
    private final ImportRowTable rowTable;
    private final ObjectMapper json;

    EnrollmentImport(
            RegistrationBatch batch,
            EligibilityService eligibility,
            EnrollmentRows parser,
            ObjectNames names,
            EnrollmentUpdates updates,
            ImportRowTable rowTable,
            ObjectMapper json) {
        this.batch = batch;
        this.eligibility = eligibility;
        this.parser = parser;
        this.names = names;
        this.updates = updates;
        this.rowTable = rowTable;
        this.json = json;
    }

    @Override
    public ImportKind kind() {
        return ImportKind.ENROLLMENTS;
    }

    @Override
    public void requireColumns(Sheet sheet, ImportSettings settings) {
        if (sheet.has("/trainingCode") && !sheet.has("/offeringId")) {
            sheet.require("/academicYear");
        } else {
            sheet.require("/offeringId");
        }
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
        List<String> cells = Objects.requireNonNull(row.cells());
        EnrollmentRows.Parsed parsed = parser.parse(
                sheet,
                cells,
                job.settings().commonId(),
                job.scope().restrictedTo().isEmpty());
        List<Violation> all = RowError.merged(faults, parsed.faults());
        EnrollmentRequest request = parsed.request();
        if (!all.isEmpty() || request == null) {
            return malformed(row.malformed(RowError.of(all, sheet)), sheet, cells);
        }
        StudentData student = request.student();
        NewRow staged = student == null
                ? NewRow.of(row, reference(request.studentReference()), null, request.studentId())
                : NewRow.of(row, student.identityKey(), student.ine(), null);
        return job.settings().dryRun()
                ? staged.referring(request.reference(), request.givenOrNamedStudentReference())
                : staged;
    }

    private static NewRow malformed(StagedRow row, Sheet sheet, List<String> cells) {
        String family = sheet.cell(cells, "/student/familyName");
        String given = sheet.cell(cells, "/student/givenNames");
        String identity = family == null || given == null
                ? reference(sheet.cell(cells, "/studentReference"))
                : StudentData.nameKey(family, given);
        UUID student = new CellReader(sheet, cells).uuid("/studentId");
        return NewRow.of(row, identity, sheet.cell(cells, "/student/ine"), student);
    }

    private static @Nullable String reference(@Nullable String ofStudent) {
        return ofStudent == null ? null : '#' + ofStudent;
    }

    @Override
    public Processed process(ImportJob job, Sheet sheet, List<StagedRow> rows) {
        List<StagedRow> outcomes = new ArrayList<>();
        List<EnrollmentUpdates.Row> readable = read(job, sheet, rows, outcomes);
        Map<Integer, StagedRow> compared = updates.process(job, sheet, readable);
        outcomes.addAll(compared.values());
        List<EnrollmentUpdates.Row> open = readable.stream()
                .filter(row -> !compared.containsKey(row.number()))
                .toList();
        if (open.isEmpty()) {
            return new Processed(outcomes, job.predicted());
        }
        RowsByContent all = new RowsByContent(job, sheet, open.get(0).number());
        if (!job.settings().dryRun()) {
            List<Registration> distinct = all.add(open);
            List<Answer> answers = batch.runWithin(distinct);
            outcomes.addAll(
                    all.outcomes(distinct, answers.stream().map(Answer::outcome).toList()));
            return new Processed(outcomes, job.predicted());
        }
        List<Registration> repeated = all.add(read(job, sheet, relatedBefore(job, sheet, open), new ArrayList<>()));
        List<Registration> distinct = all.add(open);
        RegistrationBatch.Prediction prediction = batch.predict(repeated, distinct, job.predicted());
        outcomes.addAll(
                all.outcomes(Stream.concat(repeated.stream(), distinct.stream()).toList(), prediction.outcomes()));
        return new Processed(outcomes, prediction.taken());
    }

    /** The earlier rows that a dry run would have registered, and that these may depend on, also by way of another row. */
    private List<StagedRow> relatedBefore(ImportJob job, Sheet sheet, List<EnrollmentUpdates.Row> open) {
        int first = open.get(0).number();
        Relation relation =
                Relation.of(open.stream().map(EnrollmentUpdates.Row::request).toList());
        List<StagedRow> found = rowTable.predicted(job.id(), first, relation);
        found.forEach(row -> relation.add(parser.read(
                        sheet,
                        Objects.requireNonNull(row.cells()),
                        job.settings().commonId())
                .request()));
        return found.isEmpty() ? found : rowTable.predicted(job.id(), first, relation);
    }

    /** Adds the refusal of a row whose objects are not known. */
    private List<EnrollmentUpdates.Row> read(
            ImportJob job, Sheet sheet, List<StagedRow> rows, List<StagedRow> refused) {
        List<EnrollmentUpdates.Row> readable = new ArrayList<>();
        Iterator<ObjectNames.Resolved> resolved = resolve(job, sheet, rows).iterator();
        for (StagedRow row : rows) {
            ObjectNames.Resolved named = resolved.next();
            EnrollmentRequest request = named.request();
            if (named.faults().isEmpty()) {
                readable.add(new EnrollmentUpdates.Row(row, request, key(job, request, named.past()), named.past()));
            } else {
                refused.add(row.refused(RowError.of(named.faults(), sheet), null, request.studentId()));
            }
        }
        return readable;
    }

    /** The registrations of rows. Rows with the same content are one registration. */
    private static final class RowsByContent {

        private final ImportJob job;
        private final Sheet sheet;
        private final int first;
        private final Map<String, List<StagedRow>> rowsByKey = new HashMap<>();
        private final Map<UUID, EarlierRows> earlier = new HashMap<>();

        /** @param first the number of the first row that has no outcome yet */
        RowsByContent(ImportJob job, Sheet sheet, int first) {
            this.job = job;
            this.sheet = sheet;
            this.first = first;
        }

        /** Returns those that no row before has. */
        List<Registration> add(List<EnrollmentUpdates.Row> rows) {
            List<Registration> distinct = new ArrayList<>();
            for (EnrollmentUpdates.Row row : rows) {
                List<StagedRow> same = rowsByKey.computeIfAbsent(row.key().key(), of -> new ArrayList<>(1));
                if (same.isEmpty()) {
                    EnrollmentRequest request = row.request();
                    EarlierRows ofAgreement = earlier.computeIfAbsent(request.agreementId(), of -> new EarlierRows());
                    distinct.add(
                            new Registration(registrant(job, row.key()), request, ofAgreement, true, row.past(), null));
                }
                same.add(row.row());
            }
            return distinct;
        }

        List<StagedRow> outcomes(List<Registration> distinct, List<Outcome> decided) {
            List<StagedRow> outcomes = new ArrayList<>();
            for (int i = 0; i < decided.size(); i++) {
                List<StagedRow> same = Objects.requireNonNull(
                        rowsByKey.get(distinct.get(i).key().key()));
                if (same.get(same.size() - 1).number() >= first) {
                    outcomes.addAll(EnrollmentImport.outcomes(
                            same, decided.get(i), job.settings().dryRun(), sheet));
                }
            }
            outcomes.removeIf(row -> row.number() < first);
            return outcomes;
        }
    }

    private List<ObjectNames.Resolved> resolve(ImportJob job, Sheet sheet, List<StagedRow> rows) {
        UUID agreement = job.settings().commonId();
        return names.resolve(
                job.scope(),
                rows.stream()
                        .map(row -> parser.read(sheet, Objects.requireNonNull(row.cells()), agreement))
                        .toList());
    }

    private static Registrant registrant(ImportJob job, KeyedRequest key) {
        ImportJob.Sender sender = job.sender();
        return new Registrant(job.scope(), sender.name(), sender.actor(), Locale.ENGLISH, key);
    }

    /**
     * Throws a temporary refusal, such as {@code request-in-progress}.
     *
     * @param same rows with the same content, in their order
     */
    private static List<StagedRow> outcomes(List<StagedRow> same, Outcome outcome, boolean dryRun, Sheet sheet) {
        if (outcome instanceof Outcome.Refused refused) {
            if (refused.refusal().isTemporary()) {
                throw refused.refusal();
            }
            List<RowError> reasons = RowError.of(refused.refusal(), sheet);
            return same.stream()
                    .map(row -> row.refused(reasons, refused.existing(), refused.studentId()))
                    .toList();
        }
        if (outcome instanceof Outcome.Repeated repeated) {
            return repeated(same.stream(), RegisteredIds.of(repeated.first()));
        }
        Outcome.Accepted accepted = (Outcome.Accepted) outcome;
        RegisteredIds ids = dryRun ? null : RegisteredIds.of(accepted.enrollment());
        StagedRow first = same.get(0)
                .accepted(
                        RowOutcome.ACCEPTED,
                        ids == null ? null : ids.enrollment(),
                        ids == null ? null : ids.student(),
                        accepted.enrollment().state(),
                        accepted.possibleDuplicates());
        return Stream.concat(Stream.of(first), repeated(same.stream().skip(1), ids).stream())
                .toList();
    }

    /** @param ids null in a dry run, which stores no object */
    private static List<StagedRow> repeated(Stream<StagedRow> rows, @Nullable RegisteredIds ids) {
        UUID enrollment = ids == null ? null : ids.enrollment();
        UUID student = ids == null ? null : ids.student();
        return rows.map(row -> row.accepted(RowOutcome.REPEATED, enrollment, student))
                .toList();
    }

    private KeyedRequest key(ImportJob job, EnrollmentRequest request, @Nullable PastEnrollment past) {
        byte[] hash = digest(past == null ? request : List.of(request, past));
        String partner = Stream.of(job.partnerId(), request.partnerId())
                .filter(Objects::nonNull)
                .findFirst()
                .map(UUID::toString)
                .orElse("-");
        UUID student = request.studentId();
        Set<UUID> named = student == null ? Set.of() : Set.of(student); // an erasure looks for students
        return new KeyedRequest(
                new KeyOwner(OWNER, partner, "-"), HexFormat.of().formatHex(hash, 0, KEY_BYTES), hash, named);
    }

    private byte[] digest(Object request) {
        try {
            return Sha256.digest().digest(json.writeValueAsBytes(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("requests are plain records", e);
        }
    }
}
