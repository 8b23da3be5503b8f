package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.DATE_OUTSIDE_OFFERING;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.MENTION_WITHOUT_PASS;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.RESULT_BEFORE_SESSION;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.RESULT_NOT_KNOWN;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which results are possible. Score and mention are the jury's: they are not compared with each other. */
final class ResultRules {

    private static final String SCORE = "/result/score";
    private static final String EXAM_SESSION = "/result/examSession";
    private static final String DECIDED_ON = "/result/decidedOn";

    private ResultRules() {}

    static void refuseContradictions(ExamResult result) {
        List<Violation> violations = new ArrayList<>();
        if (result.mention() != null && result.state() != ResultState.PASSED) {
            violations.add(new Violation("/result/mention", MENTION_WITHOUT_PASS));
        }
        if (result.state() == ResultState.UNKNOWN && result.score() != null) {
            violations.add(new Violation(SCORE, RESULT_NOT_KNOWN));
        }
        if (result.state() == ResultState.UNKNOWN && result.decidedOn() != null) {
            violations.add(new Violation(DECIDED_ON, RESULT_NOT_KNOWN));
        }
        if (result.state() == ResultState.UNKNOWN && result.ects() != null) {
            violations.add(new Violation("/result/ects", RESULT_NOT_KNOWN));
        }
        @Nullable YearMonth session = month(result);
        if (session != null && result.decidedOn() != null && result.decidedOn().isBefore(session.atDay(1))) {
            violations.add(new Violation(DECIDED_ON, RESULT_BEFORE_SESSION, session.toString()));
        }
        Refusal.requireNone(violations);
    }

    /** The exam and the decision lie between the start of the offering and today. */
    static void requirePossibleDates(ExamResult result, LocalDate offeringStarts, LocalDate today) {
        List<Violation> violations = new ArrayList<>();
        @Nullable YearMonth session = month(result);
        if (session != null
                && (session.isBefore(YearMonth.from(offeringStarts)) || session.isAfter(YearMonth.from(today)))) {
            violations.add(new Violation(EXAM_SESSION, DATE_OUTSIDE_OFFERING, offeringStarts.toString()));
        }
        @Nullable LocalDate day = result.decidedOn();
        if (day != null && (day.isBefore(offeringStarts) || day.isAfter(today))) {
            violations.add(new Violation(DECIDED_ON, DATE_OUTSIDE_OFFERING, offeringStarts.toString()));
        }
        Refusal.refuse(violations);
    }

    private static @Nullable YearMonth month(ExamResult result) {
        return result.examSession() == null ? null : YearMonth.parse(result.examSession());
    }
}
