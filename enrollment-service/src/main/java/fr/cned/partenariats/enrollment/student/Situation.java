package fr.cned.partenariats.enrollment.student;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A situation that gives a student rights or exemptions: a column of the table of students. */
@Schema(name = "Situation")
public enum Situation {
    HIGH_LEVEL_ATHLETE,
    APPRENTICE,
    CIVIL_SERVANT,
    PRIORITY_DISTRICT,
    PARENT_OF_THREE;

    /** SQL: the situations of a student, separated by commas; null without any. */
    public static String columns(String student) {
        return Stream.of(values())
                .map(situation -> "case when %s.%s then '%s' end"
                        .formatted(student, situation.name().toLowerCase(Locale.ROOT), situation))
                .collect(Collectors.joining(", ", "nullif(concat_ws(',', ", "), '')"));
    }
}
