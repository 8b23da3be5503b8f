package fr.cned.partenariats.enrollment.schooling.apprenticeship.sifa;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What SIFA asks about an apprentice. Fields have their paths in the API: {@code student.sifa.lastYearClass}. */
record SifaApprentice(JsonNode fields) {

    /** The least months of a training that has a first year, a second one, and so on. */
    private static final List<Integer> MONTHS_OF_YEAR = List.of(0, 18, 30, 43, 55, 67);

    /** Empty when it is absent. */
    String text(String field) {
        JsonNode value = fields.at('/' + field.replace('.', '/'));
        if (!value.isArray()) {
            return value.isNull() ? "" : value.asText();
        }
        StringJoiner lines = new StringJoiner(" ");
        value.forEach(line -> lines.add(line.asText()));
        return lines.toString();
    }

    boolean is(String fact) {
        return fields.path(fact).asBoolean();
    }

    long age() {
        return ChronoUnit.YEARS.between(day("student.birthDate"), day("day"));
    }

    long contractMonths() {
        return ChronoUnit.MONTHS.between(
                day("contract.startsOn"), day("contract.endsOn").plusDays(1));
    }

    private LocalDate day(String field) {
        return LocalDate.parse(text(field));
    }

    /** The theoretical length of the training; 0 when it is not known. */
    int months() {
        return fields.at("/training/curriculum/durationMonths").asInt();
    }

    /** @param year the year in the training, such as 2A */
    boolean isBeyondTraining(String year) {
        return months() > 0 && !year.isEmpty() && months() < MONTHS_OF_YEAR.get(year.charAt(0) - '1');
    }

    /** False without a value. */
    boolean isOutside(SifaColumn column, int least, int most) {
        String value = column.of(this);
        return !value.isEmpty() && (Integer.parseInt(value) < least || Integer.parseInt(value) > most);
    }

    /** Whether the values of the columns match, with a blank between them. */
    boolean matches(String pattern, SifaColumn... columns) {
        return Stream.of(columns)
                .map(column -> column.of(this))
                .collect(Collectors.joining(" "))
                .matches(pattern);
    }
}
