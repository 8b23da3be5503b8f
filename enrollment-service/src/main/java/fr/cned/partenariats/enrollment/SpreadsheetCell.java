package fr.cned.partenariats.enrollment;

import java.util.regex.Pattern;

/**
 * Keeps a spreadsheet from running the content of a cell as a formula: an apostrophe precedes it. The same within a cell
 * after a separator, because the spreadsheet may split the line at another separator than that of the file. Reading
 * removes the apostrophes, so a cell is read as it was before.
 */
public final class SpreadsheetCell {

    private static final String FORMULA = "=+\\-@＝＋－＠";
    private static final String AT_START = "'*[" + FORMULA + "\\t\\r\\n]";
    private static final String INSIDE = "'*[" + FORMULA + "]";
    private static final String AFTER_SEPARATOR = "(?<=[,;\\t\\r\\n])";

    private static final Pattern PLAIN =
            Pattern.compile("^(?=%s)|%s(?=%s)".formatted(AT_START, AFTER_SEPARATOR, INSIDE));
    private static final Pattern NEUTRALISED =
            Pattern.compile("^'(?=%s)|%s'(?=%s)".formatted(AT_START, AFTER_SEPARATOR, INSIDE));

    private SpreadsheetCell() {}

    public static String neutralised(String cell) {
        return PLAIN.matcher(cell).replaceAll("'");
    }

    public static String restored(String cell) {
        return NEUTRALISED.matcher(cell).replaceAll("");
    }
}
