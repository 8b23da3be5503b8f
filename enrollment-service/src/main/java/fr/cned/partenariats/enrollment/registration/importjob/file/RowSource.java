package fr.cned.partenariats.enrollment.registration.importjob.file;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.UNSUPPORTED_MEDIA_TYPE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.ProblemCode;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file one after the other, in bounded memory. */
public interface RowSource {

    /** Reads the header of a CSV file. Refuses other encodings than UTF-8 and, for CSV, Windows-1252. */
    static RowSource of(ImportKind kind, MediaType type, InputStream bytes, ObjectMapper json) throws IOException {
        Charset named = charset(type.getParameters().get(MediaType.CHARSET_PARAMETER));
        if (type.getSubtype().equals("x-ndjson")) {
            if (named != null && !named.equals(UTF_8)) {
                throw Refusal.of(UNSUPPORTED_MEDIA_TYPE);
            }
            return new NdjsonRows(kind, DetectedText.of(bytes, UTF_8), json);
        }
        return new CsvRows(kind, DetectedText.of(bytes, named));
    }

    /** Null to detect it. ISO 8859-1 is read as Windows-1252, which has the same letters and more signs. */
    private static @Nullable Charset charset(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "utf-8", "us-ascii" -> UTF_8;
            case "windows-1252", "iso-8859-1" -> DetectedText.WINDOWS_1252;
            default -> throw Refusal.of(UNSUPPORTED_MEDIA_TYPE);
        };
    }

    Sheet sheet();

    /** Null at the end. Rows without any content are skipped. */
    @Nullable
    RawRow next() throws IOException;

    /**
     * One row.
     *
     * @param cells in the order of the sheet's columns; a row that cannot be divided into cells has its text in the first
     * @param faults why the row cannot be read; empty for a readable row
     */
    record RawRow(List<String> cells, List<Violation> faults) {

        static RawRow of(List<String> cells) {
            return new RawRow(cells, List.of());
        }

        public List<String> storableCells() {
            return cells.stream().map(StorableCell::of).toList();
        }

        static RawRow unreadable(String text, ProblemCode fault) {
            return new RawRow(List.of(text), List.of(new Violation("", fault)));
        }
    }
}
