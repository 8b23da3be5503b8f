package fr.cned.partenariats.enrollment.registration.importjob.file;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.MISSING_COLUMN;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.REPEATED_COLUMN;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.TOO_MANY_COLUMNS;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.UNKNOWN_COLUMN;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.WRONG_NUMBER_OF_CELLS;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportColumn.Numbered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one file.
 *
 * @param names the names in the file; the cells of a row have the same order
 * @param positions of the cells of each column, by JSON pointer into the request that a row stands for
 * @param firsts the first of the positions of the fields of each object or array
 * @param separator of the cells; a comma for a file without cells
 * @param language of the names
 */
public record Sheet(
        ImportKind kind,
        List<String> names,
        Map<String, Integer> positions,
        Map<String, Integer> firsts,
        char separator,
        Locale language) {

    private static final int MAX_COLUMNS = 100;

    /** Refuses unknown and repeated names, all at once. */
    public static Sheet of(ImportKind kind, List<String> names, char separator) {
        if (names.size() > MAX_COLUMNS) {
            throw Refusal.of(TOO_MANY_COLUMNS, Integer.toString(MAX_COLUMNS));
        }
        List<String> plainNames = names.stream().map(PlainName::of).toList();
        Locale language = languageOf(kind, plainNames);
        Map<String, Integer> positions = new HashMap<>();
        List<Violation> faults = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).strip();
            if (ImportColumn.isIgnored(plainNames.get(i))) {
                continue;
            }
            Numbered column = ImportColumn.find(kind, plainNames.get(i));
            if (column == null) {
                faults.add(new Violation(pointer(name), UNKNOWN_COLUMN, name, known(kind, language)));
            } else if (positions.putIfAbsent(column.pointer(), i) != null) {
                faults.add(new Violation(pointer(name), REPEATED_COLUMN, name));
            }
        }
        Refusal.requireNone(faults);
        return new Sheet(kind, names, positions, firsts(positions), separator, language);
    }

    /** French when more of the names are French than English. */
    private static Locale languageOf(ImportKind kind, List<String> plainNames) {
        int french = plainNames.stream()
                .mapToInt(name -> {
                    Numbered column = ImportColumn.find(kind, name);
                    return column == null ? 0 : column.languageOf(name);
                })
                .sum();
        return french > 0 ? Locale.FRENCH : Locale.ENGLISH;
    }

    private static Map<String, Integer> firsts(Map<String, Integer> positions) {
        Map<String, Integer> firsts = new HashMap<>();
        positions.forEach((pointer, position) -> {
            for (int end = pointer.lastIndexOf('/'); end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
                firsts.merge(pointer.substring(0, end), position, Math::min);
            }
        });
        return firsts;
    }

    /** All columns, for rows that are JSON objects. */
    static Sheet ofAll(ImportKind kind) {
        return of(
                kind,
                ImportColumn.all(kind).stream()
                        .map(column -> column.name(Locale.ENGLISH))
                        .toList(),
                ',');
    }

    private static List<String> known(ImportKind kind, Locale language) {
        return ImportColumn.all(kind).stream()
                .filter(column -> column.number() == 0)
                .map(column -> column.name(language))
                .toList();
    }

    private static String pointer(String name) {
        return '/' + name.replace("~", "~0").replace("/", "~1");
    }

    public List<String> storableNames() {
        return names.stream().map(StorableCell::of).toList();
    }

    public boolean has(String pointer) {
        return positions.containsKey(pointer);
    }

    /** Refuses a file in which no row can have a value that every row needs. */
    public void require(String pointer) {
        if (!has(pointer)) {
            throw Refusal.invalid(new Violation(pointer, MISSING_COLUMN, templateName(pointer)));
        }
    }

    private String templateName(String pointer) {
        return ImportColumn.all(kind).stream()
                .filter(column ->
                        column.pointer().equals(pointer) || column.pointer().equals(pointer + "/0"))
                .findFirst()
                .map(column -> column.name(language))
                .orElseGet(() -> pointer.substring(pointer.lastIndexOf('/') + 1));
    }

    /** A spreadsheet may add empty cells at the end, or leave them out. */
    public boolean isShorterThan(List<String> cells) {
        return cells.size() > names.size()
                && cells.subList(names.size(), cells.size()).stream().anyMatch(cell -> !cell.isBlank());
    }

    public Violation wrongNumberOf(List<String> cells) {
        return new Violation("", WRONG_NUMBER_OF_CELLS, Integer.toString(cells.size()), Integer.toString(names.size()));
    }

    /** Whether the row has no cell for any field of the object or array. */
    boolean endsBefore(String pointer, List<String> cells) {
        return cells.size() <= firsts.getOrDefault(pointer, Integer.MAX_VALUE);
    }

    /** The cell without white space around it, also no-break spaces; null when it is blank or missing. */
    @Nullable
    public String cell(List<String> cells, String pointer) {
        Integer position = positions.get(pointer);
        if (position == null || position >= cells.size()) {
            return null;
        }
        String cell = cells.get(position);
        int start = 0;
        int end = cell.length();
        while (start < end && isSpace(cell.charAt(start))) {
            start++;
        }
        while (start < end && isSpace(cell.charAt(end - 1))) {
            end--;
        }
        return start == end ? null : cell.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /**
     * The name of the column in the file that a violation points to. Without one in the file: the name in the template.
     * Null when the violation concerns no single column.
     */
    @Nullable
    public String columnAt(String pointer) {
        Integer exact = positions.get(pointer);
        if (exact == null && pointer.equals("/student/reference")) {
            exact = positions.get("/studentReference"); // with a new student it is that student's
        }
        Integer position = exact == null ? firsts.get(pointer) : exact;
        if (position != null) {
            return names.get(position).strip();
        }
        return pointer.isEmpty() ? null : templateName(pointer);
    }
}
