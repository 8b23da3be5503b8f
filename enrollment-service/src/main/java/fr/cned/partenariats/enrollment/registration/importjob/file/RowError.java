package fr.cned.partenariats.enrollment.registration.importjob.file;

import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One reason why a row was not accepted. It is stored in both languages, because the reader of the outcome chooses one.
 *
 * @param column the name in the file; null when no single column is concerned
 * @param clause path of the agreement's clause behind a rule
 */
public record RowError(
        String code, @Nullable String column, @Nullable String clause, String english, String french) {

    public static List<RowError> of(Refusal refusal, Sheet sheet) {
        return of(refusal.reasons(), sheet);
    }

    public static List<RowError> of(List<Violation> violations, Sheet sheet) {
        return violations.stream().map(violation -> of(violation, sheet)).toList();
    }

    /** Faults of the reader, and of the values: a faulty cell is read as absent. Of a row that cannot be read, only the former mean something. */
    public static List<Violation> merged(List<Violation> ofReader, List<Violation> ofValues) {
        Set<String> known = ofReader.stream().map(Violation::pointer).collect(Collectors.toSet());
        return known.contains("")
                ? ofReader
                : Stream.concat(
                                ofReader.stream(),
                                ofValues.stream().filter(violation -> !known.contains(violation.pointer())))
                        .toList();
    }

    public static RowError of(Violation violation, Sheet sheet) {
        return new RowError(
                violation.code(),
                sheet.columnAt(violation.pointer()),
                violation.members().get("clause"),
                ProblemRenderer.detail(Locale.ENGLISH, violation.text(), violation.args()),
                ProblemRenderer.detail(Locale.FRENCH, violation.text(), violation.args()));
    }

    public String text(Locale language) {
        return language.equals(Locale.FRENCH) ? french : english;
    }
}
