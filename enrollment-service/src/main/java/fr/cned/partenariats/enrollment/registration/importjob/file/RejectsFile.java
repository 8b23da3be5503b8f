package fr.cned.partenariats.enrollment.registration.importjob.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import fr.cned.partenariats.enrollment.SpreadsheetCell;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the rejected rows with their original columns, and with code, column and text of the reasons in the language of
 * these columns. The corrected file can be sent as an import. It begins with a byte order mark, by which spreadsheets recognize UTF-8.
 */
public final class RejectsFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String BETWEEN = " | ";

    private final Locale language;
    private final String separator;
    private final int width;
    private final List<Integer> positions = new ArrayList<>();
    private final CsvWriter csv;

    public RejectsFile(Sheet sheet, OutputStream target) throws IOException {
        this.language = sheet.language();
        this.separator = String.valueOf(sheet.separator());
        this.width = sheet.names().size();
        Writer text = new OutputStreamWriter(target, UTF_8);
        text.write(BYTE_ORDER_MARK);
        this.csv = CsvWriter.builder()
                .fieldSeparator(sheet.separator())
                .lineDelimiter(LineDelimiter.CRLF)
                .build(text);
        List<String> header = new ArrayList<>();
        for (int i = 0; i < sheet.names().size(); i++) {
            if (!ImportColumn.isIgnored(PlainName.of(sheet.names().get(i)))) {
                positions.add(i);
                header.add(SpreadsheetCell.neutralised(sheet.names().get(i)));
            }
        }
        header.addAll(ImportColumn.added(language));
        csv.writeRecord(header);
    }

    /** Leaves out rows whose personal data were erased. */
    public void add(List<StagedRow> rows) throws IOException {
        for (StagedRow row : rows) {
            List<String> cells = row.cells();
            if (cells != null) {
                csv.writeRecord(withReasons(cells, row.errors()));
            }
        }
        csv.flush();
    }

    private List<String> withReasons(List<String> cells, List<RowError> errors) {
        List<String> written = new ArrayList<>();
        for (int position : positions) {
            written.add(position < cells.size() ? cells.get(position) : "");
        }
        if (cells.size() > width) { // the cells without a column stay with the last one
            String last = written.remove(written.size() - 1);
            written.add(last + separator + String.join(separator, cells.subList(width, cells.size())));
        }
        written.add(joined(errors, RowError::code));
        written.add(joined(errors, RejectsFile::column));
        written.add(joined(errors, error -> error.text(language)));
        return written.stream().map(SpreadsheetCell::neutralised).toList();
    }

    private static String column(RowError error) {
        return error.column() == null ? "" : error.column();
    }

    private static String joined(List<RowError> errors, Function<RowError, String> part) {
        return errors.stream().map(part).collect(Collectors.joining(BETWEEN));
    }
}
