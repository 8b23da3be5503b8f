package fr.cned.partenariats.enrollment.registration.importjob.file;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.NO_HEADER_LINE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ROW_TOO_LONG;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ROW_UNREADABLE;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.SpreadsheetCell;
import fr.cned.partenariats.enrollment.registration.importjob.file.BoundedLines.Line;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a CSV file. The separator is that of a first line {@code sep=;}, as spreadsheets know it, or detected
 * from the header. A row with an unclosed quote costs only
 * itself: it ends at its first line break, and reading goes on with the next line.
 */
final class CsvRows implements RowSource {

    private static final String SEPARATORS = ",;\t";
    private static final Pattern NAMED_SEPARATOR = Pattern.compile("(?i)\"?sep=([" + SEPARATORS + "])\"?\\s*");
    private static final int MAX_LINES = 100;

    private final BoundedLines lines;
    private final char separator;
    private final Sheet sheet;
    private final Deque<RawRow> parsed = new ArrayDeque<>();

    CsvRows(ImportKind kind, Reader text) throws IOException {
        this.lines = new BoundedLines(text);
        Line first = headerLine();
        Matcher named = NAMED_SEPARATOR.matcher(first.text());
        boolean isNamed = named.matches();
        Line header = isNamed ? headerLine() : first;
        this.separator = isNamed ? named.group(1).charAt(0) : separatorOf(header.text());
        List<List<String>> records = header.isCut() ? null : parse(header.text(), separator);
        if (records == null || records.size() != 1) {
            throw Refusal.of(NO_HEADER_LINE);
        }
        this.sheet = Sheet.of(kind, records.get(0), separator);
    }

    @Override
    public Sheet sheet() {
        return sheet;
    }

    @Override
    public @Nullable RawRow next() throws IOException {
        while (true) {
            if (parsed.isEmpty() && !parseMore()) {
                return null;
            }
            RawRow row = parsed.poll();
            if (row != null && row.cells().stream().anyMatch(cell -> !cell.isBlank())) {
                return row;
            }
        }
    }

    private Line headerLine() throws IOException {
        Line line = lines.next();
        while (line != null && line.text().isBlank()) {
            line = lines.next();
        }
        if (line == null) {
            throw Refusal.of(NO_HEADER_LINE);
        }
        return line;
    }

    /** The one that is most frequent outside of quotes. */
    private static char separatorOf(String header) {
        int[] counts = new int[SEPARATORS.length()];
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            quoted ^= header.charAt(i) == '"';
            int separator = SEPARATORS.indexOf(header.charAt(i));
            if (!quoted && separator >= 0) {
                counts[separator]++;
            }
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return SEPARATORS.charAt(best);
    }

    /** False at the end of the file. */
    private boolean parseMore() throws IOException {
        Line first = lines.next();
        if (first == null) {
            return false;
        }
        if (first.isCut()) {
            parsed.add(RawRow.unreadable(first.text(), ROW_TOO_LONG));
            return true;
        }
        List<Line> following = new ArrayList<>();
        String text = withClosedQuotes(first, following);
        List<List<String>> records = text == null ? null : parse(text, separator);
        if (records == null) {
            for (int i = following.size() - 1; i >= 0; i--) {
                lines.giveBack(following.get(i));
            }
            records = parse(first.text(), separator); // a quote inside a cell without quotes is a plain character
        }
        if (records == null) {
            parsed.add(RawRow.unreadable(first.text(), ROW_UNREADABLE));
        } else {
            records.forEach(cells -> parsed.add(
                    RawRow.of(cells.stream().map(SpreadsheetCell::restored).toList())));
        }
        return true;
    }

    /**
     * The line with the lines after it, up to an even number of quotes. Null when there is none within the limits.
     *
     * @param following the lines after the first one that were read
     */
    private @Nullable String withClosedQuotes(Line first, List<Line> following) throws IOException {
        StringBuilder text = new StringBuilder(first.text());
        boolean open = hasOpenQuote(first.text());
        while (open) {
            Line line = following.size() < MAX_LINES ? lines.next() : null;
            if (line == null) {
                return null;
            }
            following.add(line);
            text.append('\n').append(line.text());
            if (line.isCut() || text.length() > BoundedLines.MAX_LENGTH) {
                return null;
            }
            open ^= hasOpenQuote(line.text());
        }
        return text.toString();
    }

    private static boolean hasOpenQuote(String text) {
        return text.chars().filter(c -> c == '"').count() % 2 != 0;
    }

    /** Null when the quotes are wrong. */
    private static @Nullable List<List<String>> parse(String text, char separator) {
        List<List<String>> records = new ArrayList<>();
        try {
            CsvReader.builder()
                    .fieldSeparator(separator)
                    .skipEmptyLines(false)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .ofCsvRecord(text)
                    .forEach(csv -> records.add(csv.getFields()));
            return records;
        } catch (CsvParseException wrongQuotes) {
            return null;
        }
    }
}
