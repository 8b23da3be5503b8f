package fr.cned.partenariats.enrollment.oneroster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes a package of OneRoster 1.2: a ZIP with a manifest and all {@link OneRosterFile}s, also those without rows. */
final class OneRosterPackage {

    static final String BULK = "bulk";
    static final String DELTA = "delta";

    private static final String FILES_OF_THE_STANDARD =
            "academicSessions,categories,classes,classResources,courseResources,courses,demographics,enrollments,"
                    + "lineItemLearningObjectiveIds,lineItems,lineItemScoreScales,orgs,resources,"
                    + "resultLearningObjectiveIds,results,resultScoreScales,roles,scoreScales,userProfiles,"
                    + "userResources,users";

    private static final Set<String> SERVED =
            Stream.of(OneRosterFile.values()).map(OneRosterFile::fileName).collect(toSet());

    private final ZipOutputStream zip;
    private final Writer text;
    private final CsvWriter csv;
    private final Iterator<OneRosterFile> files =
            EnumSet.allOf(OneRosterFile.class).iterator();
    private @Nullable OneRosterFile begun;

    /** @param mode {@link #BULK} or {@link #DELTA} */
    OneRosterPackage(OutputStream target, String mode) {
        zip = new ZipOutputStream(target);
        text = new BufferedWriter(new OutputStreamWriter(zip, UTF_8));
        csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.CRLF)
                .bufferSize(0) // the text is buffered
                .build(text);
        begin("manifest", List.of("propertyName", "value"));
        csv.writeRecord("manifest.version", "1.0");
        csv.writeRecord("oneroster.version", "1.2");
        for (String file : FILES_OF_THE_STANDARD.split(",", -1)) {
            csv.writeRecord("file." + file, SERVED.contains(file) ? mode : "absent");
        }
        csv.writeRecord("source.systemName", "Cned partenariats");
        csv.writeRecord("source.systemCode", "cned-partenariats");
    }

    /** The rows come in the order of the files. */
    void write(OneRosterFile file, List<String> row) {
        beginUpTo(file);
        csv.writeRecord(row);
    }

    void end() {
        beginUpTo(OneRosterFile.ENROLLMENTS);
        try {
            text.flush();
            zip.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void beginUpTo(OneRosterFile last) {
        while (begun == null || begun.compareTo(last) < 0) {
            begun = files.next();
            begin(begun.fileName(), begun.columns());
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
