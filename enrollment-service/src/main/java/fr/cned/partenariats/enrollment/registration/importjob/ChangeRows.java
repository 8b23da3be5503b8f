package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ACTION_OF_OFFICE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.COLUMN_NOT_OF_ACTION;

import fr.cned.partenariats.commons.base.codes.Academy;
import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentChange;
import fr.cned.partenariats.enrollment.enrollment.ExamResult;
import fr.cned.partenariats.enrollment.enrollment.Mention;
import fr.cned.partenariats.enrollment.enrollment.OtherCode;
import fr.cned.partenariats.enrollment.enrollment.RemoteState;
import fr.cned.partenariats.enrollment.enrollment.ResultState;
import fr.cned.partenariats.enrollment.enrollment.SiteChangeRequest;
import fr.cned.partenariats.enrollment.registration.importjob.file.CellReader;
import fr.cned.partenariats.enrollment.registration.importjob.file.PlainName;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowError;
import fr.cned.partenariats.enrollment.registration.importjob.file.Sheet;
import fr.cned.partenariats.enrollment.registration.importjob.file.Words;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts a row into the change of one enrollment, with the constraints of the single request. */
@ApplicationScoped
class ChangeRows {

    /** What a row does. A result also completes the enrollment. */
    private enum Action {
        PASSED(ResultState.PASSED),
        FAILED(ResultState.FAILED),
        COMPLETED(ResultState.UNKNOWN),
        WITHDRAWAL(null),
        SITE_CHANGE(null),
        OTHER_SYSTEM(null);

        private final @Nullable ResultState result;

        Action(@Nullable ResultState result) {
            this.result = result;
        }
    }

    private static final Words<Action> ACTIONS = new Words<Action>()
            .with(Action.PASSED, "réussite", "admis", "admise", "reçu", "reçue")
            .with(Action.FAILED, "échec", "ajourné", "ajournée")
            .with(Action.COMPLETED, "terminé", "terminée", "fin de formation")
            .with(Action.WITHDRAWAL, "retrait", "abandon")
            .with(Action.SITE_CHANGE, "changement de site", "site change", "mutation")
            .with(Action.OTHER_SYSTEM, "autre système", "other system");

    private static final Words<RemoteState> REMOTE_STATES = new Words<RemoteState>()
            .with(RemoteState.PENDING, "en attente")
            .with(RemoteState.CANCELLED, "annulée", "annulé")
            .with(RemoteState.DENIED, "refusée", "refusé")
            .with(RemoteState.ASSOCIATED, "inscrite", "inscrit")
            .with(RemoteState.QUEUED, "sur liste d'attente");

    private static final Words<Mention> MENTIONS = new Words<Mention>()
            .with(Mention.ASSEZ_BIEN, "assez bien", "AB")
            .with(Mention.BIEN, "bien", "B")
            .with(Mention.TRES_BIEN, "très bien", "TB")
            .with(Mention.TRES_BIEN_FELICITATIONS, "très bien avec félicitations", "félicitations");

    /** What stands for no site, as {@link PlainName} reads it. */
    private static final Set<String> NO_SITE = Set.of("aucun", "aucunsite", "sanssite", "none", "nosite");

    private static final Words<String> ACADEMIES = academies();

    private static final Pattern MONTH_FIRST = Pattern.compile("(\\d{1,2})[/.-](\\d{4})");

    private static final List<String> OF_RESULTS =
            List.of("/mention", "/score", "/examSession", "/academy", "/decidedOn", "/ects", "/hours");

    private static final List<String> OF_OTHER_SYSTEMS = List.of("/remoteState", "/otherCodeType", "/otherCode");

    private final Validator validator;

    ChangeRows(Validator validator) {
        this.validator = validator;
    }

    private static Words<String> academies() {
        Words<String> names = new Words<>();
        List.of(Academy.PATTERN.split("\\|")).forEach(name -> names.with(name, name));
        return names;
    }

    /**
     * A row that can be read.
     *
     * @param site the name of the site, when the row has no id of one
     */
    record Row(
            EnrollmentName name,
            EnrollmentChange change,
            @Nullable String site) {}

    /** @param row null for a malformed row, which has faults */
    record Parsed(@Nullable Row row, List<Violation> faults) {}

    private record Reason(@NotBlank @Size(max = 500) String reason) {}

    private record Correction(@Nullable @Size(max = 500) String reason) {}

    /** @param isOffice whether the enrollment office sends the file */
    Parsed parse(Sheet sheet, List<String> cells, boolean isOffice) {
        if (sheet.isShorterThan(cells)) {
            return new Parsed(null, List.of(sheet.wrongNumberOf(cells)));
        }
        CellReader reader = new CellReader(sheet, cells);
        EnrollmentName name = EnrollmentName.of(reader);
        Action action = reader.word("/action", ACTIONS);
        List<Violation> faults = new ArrayList<>(violations(name));
        name.missing().forEach(pointer -> faults.add(new Violation(pointer, REQUIRED)));
        if (action == null) {
            faults.add(new Violation("/action", REQUIRED));
            return new Parsed(null, RowError.merged(reader.faults(), faults));
        }
        if (action.result != null && !isOffice) {
            faults.add(new Violation("/action", ACTION_OF_OFFICE));
        }
        String named = action == Action.SITE_CHANGE ? reader.name("/siteId") : null;
        String site = named == null || NO_SITE.contains(PlainName.of(named)) ? null : named;
        EnrollmentChange change = change(action, reader, faults);
        foreign(action)
                .filter(pointer -> !reader.isBlank(pointer))
                .forEach(pointer -> faults.add(new Violation(pointer, COLUMN_NOT_OF_ACTION)));
        List<Violation> all = RowError.merged(reader.faults(), faults);
        return all.isEmpty() ? new Parsed(new Row(name, change, site), all) : new Parsed(null, all);
    }

    @SuppressWarnings("NullAway") // the constraints of the requests refuse absent values
    private EnrollmentChange change(Action action, CellReader reader, List<Violation> faults) {
        String reason = reader.text("/reason");
        if (action.result != null) {
            ExamResult result = result(action.result, reader);
            faults.addAll(violations(result));
            faults.addAll(violations(new Correction(reason)));
            return new EnrollmentChange.Completion(result, reason);
        }
        if (action == Action.OTHER_SYSTEM) {
            return otherSystem(reader, faults);
        }
        LocalDate day = reader.day("/effectiveOn");
        faults.addAll(violations(new Reason(reason)));
        if (action == Action.WITHDRAWAL) {
            return new EnrollmentChange.Withdrawal(reason, day);
        }
        if (reader.isBlank("/siteId")) {
            faults.add(new Violation("/siteId", REQUIRED));
        }
        return new EnrollmentChange.Move(new SiteChangeRequest(reader.idUnlessNamed("/siteId"), day, reason));
    }

    @SuppressWarnings("NullAway") // the constraints of the code refuse absent values
    private EnrollmentChange otherSystem(CellReader reader, List<Violation> faults) {
        RemoteState state = reader.word("/remoteState", REMOTE_STATES);
        if (reader.isBlank("/otherCodeType") && reader.isBlank("/otherCode")) {
            if (reader.isBlank("/remoteState")) {
                faults.add(new Violation("/remoteState", REQUIRED));
            }
            return new EnrollmentChange.OtherSystem(null, state);
        }
        OtherCode code = new OtherCode(reader.text("/otherCodeType"), reader.text("/otherCode"));
        faults.addAll(RequestViolations.of(validator.validate(code))
                .at(pointer -> pointer.equals("/type") ? "/otherCodeType" : "/otherCode")
                .violations());
        return new EnrollmentChange.OtherSystem(code, state);
    }

    private static ExamResult result(ResultState state, CellReader reader) {
        String session = reader.text("/examSession");
        return new ExamResult(
                state,
                reader.word("/mention", MENTIONS),
                reader.number("/score"),
                session == null ? null : yearFirst(session),
                reader.word("/academy", ACADEMIES),
                reader.day("/decidedOn"),
                reader.whole("/ects"),
                reader.whole("/hours"));
    }

    private static String yearFirst(String session) {
        Matcher month = MONTH_FIRST.matcher(session);
        return month.matches() ? "%s-%02d".formatted(month.group(2), Integer.parseInt(month.group(1))) : session;
    }

    /** The columns that mean nothing for the action. */
    private static Stream<String> foreign(Action action) {
        return switch (action) {
            case PASSED, FAILED, COMPLETED -> columns(List.of(List.of("/siteId", "/effectiveOn"), OF_OTHER_SYSTEMS));
            case WITHDRAWAL -> columns(List.of(List.of("/siteId"), OF_RESULTS, OF_OTHER_SYSTEMS));
            case SITE_CHANGE -> columns(List.of(OF_RESULTS, OF_OTHER_SYSTEMS));
            case OTHER_SYSTEM -> columns(List.of(List.of("/siteId", "/effectiveOn", "/reason"), OF_RESULTS));
        };
    }

    private static Stream<String> columns(List<List<String>> groups) {
        return groups.stream().flatMap(List::stream);
    }

    private List<Violation> violations(Object value) {
        return RequestViolations.of(validator.validate(value)).violations();
    }
}
