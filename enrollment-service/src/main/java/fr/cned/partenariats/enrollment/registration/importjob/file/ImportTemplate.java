package fr.cned.partenariats.enrollment.registration.importjob.file;

import java.util.Locale;
import java.util.stream.Collectors;

/** An empty file with the header line. In French it has the separator that French spreadsheets write. */
public final class ImportTemplate {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private ImportTemplate() {}

    public static String of(ImportKind kind, Locale language) {
        boolean french = language.equals(Locale.FRENCH);
        return ImportColumn.all(kind).stream()
                .filter(column -> column.number() == 0 && column.column().isInTemplate())
                .map(column -> column.name(language))
                .collect(Collectors.joining(french ? ";" : ",", BYTE_ORDER_MARK, "\r\n"));
    }
}
