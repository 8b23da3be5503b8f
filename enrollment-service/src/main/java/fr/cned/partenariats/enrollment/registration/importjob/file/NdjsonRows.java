package fr.cned.partenariats.enrollment.registration.importjob.file;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.UNKNOWN_FIELD;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.WRONG_TYPE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ROW_TOO_LONG;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ROW_UNREADABLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.registration.importjob.file.BoundedLines.Line;
import fr.cned.partenariats.enrollment.registration.importjob.file.ImportColumn.Numbered;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads rows that are JSON objects, one a line, each like the body of a single registration. */
final class NdjsonRows implements RowSource {

    private final ObjectMapper json;
    private final BoundedLines lines;
    private final Sheet sheet;
    private final Map<String, ImportColumn> columns = new HashMap<>();

    NdjsonRows(ImportKind kind, Reader text, ObjectMapper json) {
        this.json = json;
        this.lines = new BoundedLines(text);
        this.sheet = Sheet.ofAll(kind);
        for (Numbered column : ImportColumn.all(kind)) {
            columns.put(column.pointer(), column.column());
        }
    }

    @Override
    public Sheet sheet() {
        return sheet;
    }

    /** Skips a line without a value, as {@link CsvRows} does: {@code {}} would cost 150 times its length in the database. */
    @Override
    public @Nullable RawRow next() throws IOException {
        for (Line line = lines.next(); line != null; line = lines.next()) {
            if (!line.text().isBlank()) {
                RawRow row = line.isCut() ? RawRow.unreadable(line.text(), ROW_TOO_LONG) : read(line.text());
                if (!row.cells().isEmpty() || !row.faults().isEmpty()) {
                    return row;
                }
            }
        }
        return null;
    }

    private RawRow read(String line) {
        JsonNode object;
        try {
            object = json.readTree(line);
        } catch (JsonProcessingException malformed) {
            return RawRow.unreadable(line, ROW_UNREADABLE);
        }
        if (!object.isObject()) {
            return RawRow.unreadable(line, ROW_UNREADABLE);
        }
        Cells cells = new Cells();
        cells.add("", object);
        return new RawRow(cells.trimmed(), cells.faults);
    }

    /** The values of one object, in the order of the columns. */
    private final class Cells {

        private final String[] values = new String[sheet.names().size()];
        private final List<Violation> faults = new ArrayList<>();

        Cells() {
            Arrays.fill(values, "");
        }

        private void add(String pointer, JsonNode node) {
            if (node.isNull()) {
                return;
            }
            if (node.isObject()) {
                node.properties().forEach(field -> add(pointer + '/' + escaped(field.getKey()), field.getValue()));
                return;
            }
            if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    add(pointer + '/' + i, node.get(i));
                }
                return;
            }
            ImportColumn column = columns.get(pointer);
            if (column == null) {
                faults.add(new Violation(pointer, UNKNOWN_FIELD, pointer.substring(1)));
                return;
            }
            values[Objects.requireNonNull(sheet.positions().get(pointer))] = node.asText();
            if (!isOfType(node, column.type())) {
                faults.add(new Violation(pointer, WRONG_TYPE, expected(column.type())));
            }
        }

        /** RFC 6901. A name with a slash is no path. */
        private static String escaped(String name) {
            return name.replace("~", "~0").replace("/", "~1");
        }

        private static String expected(ImportColumn.Type type) {
            return switch (type) {
                case NUMBER -> "number";
                case YES_NO -> "true | false";
                case TEXT, UUID, DAY -> "string";
            };
        }

        private static boolean isOfType(JsonNode value, ImportColumn.Type type) {
            return switch (type) {
                case NUMBER -> value.isNumber();
                case YES_NO -> value.isBoolean();
                case TEXT, UUID, DAY -> value.isTextual();
            };
        }

        private List<String> trimmed() {
            int length = values.length;
            while (length > 0 && values[length - 1].isEmpty()) {
                length--;
            }
            return new ArrayList<>(Arrays.asList(values).subList(0, length));
        }
    }
}
