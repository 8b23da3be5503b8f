package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.COLUMN_OF_OFFICE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.PAST_DAYS_OUT_OF_ORDER;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_OR_STUDENT_ID;

import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.FundingLineRequest;
import fr.cned.partenariats.enrollment.enrollment.PastEnrollment;
import fr.cned.partenariats.enrollment.registration.EnrollmentRequest;
import fr.cned.partenariats.enrollment.registration.importjob.file.CellReader;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportColumn;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.Words;
import fr.cned.partenariats.enrollment.student.ApprenticeSifa;
import fr.cned.partenariats.enrollment.student.Guardian;
import fr.cned.partenariats.enrollment.student.PostalAddress;
import fr.cned.partenariats.enrollment.student.Sex;
import fr.cned.partenariats.enrollment.student.StudentData;
import fr.cned.partenariats.enrollment.student.StudentSituation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts a row into the request of a single registration, with the constraints of that request. */
@ApplicationScoped
class EnrollmentRows {

    private static final Pattern BETWEEN_YEARS = Pattern.compile("\\h*[/–-]\\h*");

    private static final Words<FundingKind> FUNDING_KINDS = new Words<FundingKind>()
            .with(FundingKind.INDIVIDUAL, "étudiant", "l'étudiant", "individuel", "personnel")
            .with(FundingKind.EMPLOYER, "employeur", "l'employeur", "entreprise")
            .with(FundingKind.OPCO, "Opco", "un Opco", "opérateur de compétences")
            .with(FundingKind.REGION, "région", "la région", "conseil régional")
            .with(FundingKind.PARTNER, "partenaire", "le partenaire");

    private static final Words<String> MODALITIES = new Words<String>()
            .with("DISTANCE", "à distance", "distanciel")
            .with("HYBRID", "hybride", "hybridation")
            .with("ON_SITE", "en présentiel", "présentiel", "sur site");

    private static final Words<Sex> SEXES = new Words<Sex>()
            .with(Sex.F, "féminin", "femme", "Mme", "Madame", "2")
            .with(Sex.M, "masculin", "homme", "M.", "Monsieur", "1");

    private static final List<String> ADDRESS_LINES = IntStream.range(0, PostalAddress.MAX_LINES)
            .mapToObj(i -> "/student/address/lines/" + i)
            .toList();

    private static final String REGISTERED_ON = "/registeredOn";
    private static final String STARTED_ON = "/startedOn";
    private static final String STATE = "/state";
    private static final String ENDED_ON = "/endedOn";
    private static final List<String> PAST = List.of(REGISTERED_ON, STARTED_ON, STATE, ENDED_ON);

    private static final Words<EnrollmentState> STATES = new Words<EnrollmentState>()
            .with(EnrollmentState.CONFIRMED, "confirmée", "confirmé")
            .with(EnrollmentState.ACTIVE, "en cours")
            .with(EnrollmentState.COMPLETED, "terminée", "terminé")
            .with(EnrollmentState.WITHDRAWN, "abandonnée", "abandonné", "abandon")
            .with(EnrollmentState.CANCELLED, "annulée", "annulé");

    private final Validator validator;
    private final Clock clock;

    EnrollmentRows(Validator validator, Clock clock) {
        this.validator = validator;
        this.clock = clock;
    }

    /** The pointers of one of the fundings. */
    private record FundingColumns(String kind, String funder, String amount) {

        static final List<FundingColumns> ALL = IntStream.range(0, ImportColumn.MAX_FUNDINGS)
                .mapToObj(i -> "/fundings/" + i)
                .map(funding -> new FundingColumns(funding + "/kind", funding + "/funder", funding + "/amount"))
                .toList();
    }

    /**
     * A row that can be read.
     *
     * @param request without the ids of the objects that the row names
     * @param past absent for an enrollment of today
     */
    record Row(
            EnrollmentRequest request,
            RowNames names,
            @Nullable PastEnrollment past) {}

    /** @param row null for a malformed row, which has faults */
    record Parsed(@Nullable Row row, List<Violation> faults) {

        @Nullable
        EnrollmentRequest request() {
            return row == null ? null : row.request();
        }
    }

    /**
     * Reads a row with all its faults.
     *
     * @param agreementId of rows without one of their own
     * @param isOffice whether the enrollment office sends the file
     */
    Parsed parse(Sheet sheet, List<String> cells, @Nullable UUID agreementId, boolean isOffice) {
        if (sheet.isShorterThan(cells)) {
            return new Parsed(null, List.of(sheet.wrongNumberOf(cells)));
        }
        CellReader reader = new CellReader(sheet, cells);
        Row row = row(reader, agreementId);
        List<Violation> faults = new ArrayList<>(RowError.merged(reader.faults(), violations(row)));
        faults.addAll(pastFaults(reader, row.past(), isOffice));
        if (!row.request().namesOneStudent()) {
            faults.add(new Violation("/student", STUDENT_OR_STUDENT_ID));
        }
        return new Parsed(faults.isEmpty() ? row : null, faults);
    }

    private List<Violation> violations(Row row) {
        RowNames names = row.names();
        List<Violation> all = new ArrayList<>(
                RequestViolations.of(validator.validate(row.request())).violations());
        if (names.agreement() != null) {
            all.removeIf(violation -> violation.pointer().equals("/agreementId"));
        }
        if (names.offering() != null) {
            all.removeIf(violation -> violation.pointer().equals("/offeringId"));
            all.addAll(
                    RequestViolations.of(validator.validate(names.offering())).violations());
        }
        return all;
    }

    /** The days follow each other, and none lies in the future. */
    private List<Violation> pastFaults(CellReader reader, @Nullable PastEnrollment past, boolean isOffice) {
        String given = PAST.stream()
                .filter(pointer -> !reader.isBlank(pointer))
                .findFirst()
                .orElse(null);
        if (given == null) {
            return List.of();
        }
        if (!isOffice) {
            return List.of(new Violation(given, COLUMN_OF_OFFICE));
        }
        if (past == null) {
            return reader.isBlank(REGISTERED_ON) ? List.of(new Violation(REGISTERED_ON, REQUIRED)) : List.of();
        }
        if (past.isOver() != (past.endedOn() != null)) {
            return reader.isBlank(ENDED_ON) || reader.isBlank(STATE)
                    ? List.of(new Violation(past.isOver() ? ENDED_ON : STATE, REQUIRED))
                    : List.of(new Violation(ENDED_ON, PAST_DAYS_OUT_OF_ORDER));
        }
        LocalDate today = LocalDate.now(clock);
        LocalDate end = past.endedOn() == null ? today : past.endedOn();
        LocalDate start = past.startedOn() == null ? end : past.startedOn();
        String wrong = end.isAfter(today)
                ? ENDED_ON
                : start.isAfter(end) || (past.startedOn() != null && !past.hasStarted())
                        ? STARTED_ON
                        : past.registeredOn().isAfter(start) ? REGISTERED_ON : null;
        return wrong == null ? List.of() : List.of(new Violation(wrong, PAST_DAYS_OUT_OF_ORDER));
    }

    private static @Nullable PastEnrollment past(CellReader reader) {
        if (PAST.stream().allMatch(reader::isBlank)) {
            return null;
        }
        LocalDate registeredOn = reader.day(REGISTERED_ON);
        LocalDate startedOn = reader.day(STARTED_ON);
        EnrollmentState state = reader.word(STATE, STATES);
        LocalDate endedOn = reader.day(ENDED_ON);
        return registeredOn == null
                ? null
                : new PastEnrollment(
                        registeredOn,
                        startedOn,
                        state == null && startedOn != null ? EnrollmentState.ACTIVE : state,
                        endedOn);
    }

    /** A row that {@link #parse} has found valid. */
    Row read(Sheet sheet, List<String> cells, @Nullable UUID agreementId) {
        return row(new CellReader(sheet, cells), agreementId);
    }

    @SuppressWarnings("NullAway") // the constraints of the request refuse absent values
    private static Row row(CellReader reader, @Nullable UUID agreementId) {
        RowNames names = names(reader);
        UUID own = reader.idUnlessNamed("/agreementId");
        StudentData student = student(reader);
        EnrollmentRequest request = new EnrollmentRequest(
                reader.text("/reference"),
                student,
                reader.uuid("/studentId"),
                student == null ? reader.text("/studentReference") : null,
                reader.uuid("/partnerId"),
                own == null && names.agreement() == null ? agreementId : own,
                reader.uuid("/offeringId"),
                reader.idUnlessNamed("/siteId"),
                fundings(reader),
                reader.uuid("/previousEnrollmentId"),
                reader.yesOrNo("/distinctPerson"));
        return new Row(request, names, past(reader));
    }

    private static RowNames names(CellReader reader) {
        boolean isOfferingNamed = reader.has("/trainingCode") && reader.isBlank("/offeringId");
        return new RowNames(
                reader.name("/agreementId"), isOfferingNamed ? offering(reader) : null, reader.name("/siteId"));
    }

    @SuppressWarnings("NullAway") // the constraints refuse absent values
    private static RowNames.Offering offering(CellReader reader) {
        String code = reader.text("/trainingCode");
        String year = reader.text("/academicYear");
        return new RowNames.Offering(
                code == null ? null : code.toUpperCase(Locale.ROOT),
                year == null ? null : year(year),
                reader.word("/modality", MODALITIES),
                reader.day("/offeringStartsOn"));
    }

    /** Two years with a slash or spaces between them are the academic year of the API. */
    static String year(String written) {
        return BETWEEN_YEARS.matcher(written).replaceFirst("-");
    }

    /** With a new student, the reference of the student is that of the new one. Without, it names a registered one. */
    @SuppressWarnings("NullAway") // the constraints of the request refuse absent values
    private static @Nullable StudentData student(CellReader reader) {
        String reference = reader.text("/student/reference");
        StudentData student = new StudentData(
                reader.text("/student/familyName"),
                reader.text("/student/givenNames"),
                reader.day("/student/birthDate"),
                reader.text("/student/birthPlace"),
                reader.text("/student/email"),
                reader.text("/student/ine"),
                reader.whole("/student/diplomaLevel"),
                situation(reader),
                reference == null ? reader.text("/studentReference") : reference,
                reader.text("/student/usageName"),
                reader.word("/student/sex", SEXES),
                country(reader, "/student/nationality"),
                reader.text("/student/birthPlaceCode"),
                reader.text("/student/telephone"),
                address(reader),
                guardian(reader),
                sifa(reader));
        boolean absent = Stream.of(
                        student.familyName(),
                        student.givenNames(),
                        student.birthDate(),
                        student.birthPlace(),
                        student.email(),
                        student.ine())
                .allMatch(Objects::isNull);
        return absent ? null : student;
    }

    private static @Nullable StudentSituation situation(CellReader reader) {
        if (reader.endsBefore("/student/situation")) {
            return null;
        }
        StudentSituation situation = new StudentSituation(
                reader.yesOrNo("/student/situation/highLevelAthlete"),
                reader.yesOrNo("/student/situation/apprentice"),
                reader.yesOrNo("/student/situation/civilServant"),
                reader.yesOrNo("/student/situation/priorityDistrict"),
                reader.yesOrNo("/student/situation/parentOfThree"));
        return situation.equals(StudentSituation.NONE) ? null : situation;
    }

    private static @Nullable String country(CellReader reader, String pointer) {
        String cell = reader.text(pointer);
        return cell == null ? null : CountryNames.codeOf(cell);
    }

    /** Null also for a country alone, which a file may have in every row. */
    @SuppressWarnings("NullAway") // the constraints of the request refuse absent values
    private static @Nullable PostalAddress address(CellReader reader) {
        if (reader.endsBefore("/student/address")) {
            return null;
        }
        List<String> lines = ADDRESS_LINES.stream()
                .map(reader::text)
                .filter(Objects::nonNull)
                .toList();
        String postalCode = reader.text("/student/address/postalCode");
        String city = reader.text("/student/address/city");
        String country = country(reader, "/student/address/country");
        return lines.isEmpty() && postalCode == null && city == null
                ? null
                : new PostalAddress(lines, postalCode, city, country);
    }

    @SuppressWarnings("NullAway") // the constraints of the request refuse absent values
    private static @Nullable Guardian guardian(CellReader reader) {
        if (reader.endsBefore("/student/guardian")) {
            return null;
        }
        Guardian guardian = new Guardian(
                reader.text("/student/guardian/name"),
                reader.text("/student/guardian/email"),
                reader.text("/student/guardian/telephone"));
        boolean absent = Stream.of(guardian.name(), guardian.email(), guardian.telephone())
                .allMatch(Objects::isNull);
        return absent ? null : guardian;
    }

    private static @Nullable ApprenticeSifa sifa(CellReader reader) {
        return reader.endsBefore("/student/sifa")
                ? null
                : new ApprenticeSifa(
                        reader.text("/student/sifa/trainingYear"),
                        reader.text("/student/sifa/residenceCode"),
                        reader.text("/student/sifa/previousSituation"),
                        reader.text("/student/sifa/highestDiploma"),
                        reader.text("/student/sifa/lastYearClass"),
                        reader.text("/student/sifa/lastYearSchool"));
    }

    /** Null without any: then the student pays the whole price. */
    @SuppressWarnings("NullAway") // the constraints of the request refuse absent values
    private static @Nullable List<FundingLineRequest> fundings(CellReader reader) {
        if (reader.endsBefore("/fundings")) {
            return null;
        }
        List<FundingLineRequest> lines = new ArrayList<>();
        for (FundingColumns columns : FundingColumns.ALL) {
            lines.add(new FundingLineRequest(
                    reader.word(columns.kind(), FUNDING_KINDS),
                    reader.text(columns.funder()),
                    reader.amount(columns.amount())));
        }
        while (!lines.isEmpty() && isAbsent(lines.get(lines.size() - 1))) {
            lines.remove(lines.size() - 1);
        }
        return lines.isEmpty() ? null : lines;
    }

    private static boolean isAbsent(FundingLineRequest line) {
        return line.kind() == null && line.funder() == null && line.amount() == null;
    }
}
