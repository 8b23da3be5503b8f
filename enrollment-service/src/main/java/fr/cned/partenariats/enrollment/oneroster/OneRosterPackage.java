package fr.cned.partenariats.enrollment.oneroster;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a package of OneRoster 1.2: a ZIP with the {@link OneRosterFile}s that have rows. The manifest is last: it
 * names those without rows as absent.
 */
final class OneRosterPackage {

    static final String BULK = "bulk";
    static final String DELTA = "delta";

    private static final String FILES_OF_THE_STANDARD =
            "academicSessions,categories,classes,classResources,courseResources,courses,demographics,enrollments,"
                    + "lineItemLearningObjectiveIds,lineItems,lineItemScoreScales,orgs,resources,"
                    + "resultLearningObjectiveIds,results,resultScoreScales,roles,scoreScales,userProfiles,"
                    + "userResources,users";

    private final ZipOutputStream zip;
    private final Writer text;
    private final CsvWriter csv;
    private final String mode;
    private final Set<String> begun = new HashSet<>();

    /** @param mode {@link #BULK} or {@link #DELTA} */
    OneRosterPackage(OutputStream target, String mode) {
        zip = new ZipOutputStream(target);
        text = new BufferedWriter(new OutputStreamWriter(zip, UTF_8));
        csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.CRLF)
                .bufferSize(0) // the text is buffered
                .build(text);
        this.mode = mode;
    }

    /** The rows come in the order of the files. */
    void write(OneRosterFile file, List<String> row) {
        if (begun.add(file.fileName())) {
            begin(file.fileName(), file.columns());
        }
        csv.writeRecord(row);
    }

    void end() {
        begin("manifest", List.of("propertyName", "value"));
        csv.writeRecord("manifest.version", "1.0");
        csv.writeRecord("oneroster.version", "1.2");
        for (String file : FILES_OF_THE_STANDARD.split(",", -1)) {
            csv.writeRecord("file." + file, begun.contains(file) ? mode : "absent");
        }
        csv.writeRecord("source.systemName", "Cned partenariats");
        csv.writeRecord("source.systemCode", "cned-partenariats");
        try {
            text.flush();
            zip.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin(String name, List<String> columns) {
        try {
            text.flush();
            zip.putNextEntry(new ZipEntry(name + ".csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        csv.writeRecord(columns);
    }
}
