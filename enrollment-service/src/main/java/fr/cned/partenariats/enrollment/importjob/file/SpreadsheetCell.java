package fr.cned.partenariats.enrollment.importjob.file;

import java.util.regex.Pattern;

/**
 * Keeps a spreadsheet from running the content of a cell as a formula: an apostrophe precedes it. Reading removes the
 * apostrophe, so a cell is read as it was before.
 */
final class SpreadsheetCell {

    private static final String STARTS = "[=+\\-@\\t\\r\\n]";
    private static final Pattern FORMULA = Pattern.compile("'*" + STARTS + ".*", Pattern.DOTALL);
    private static final Pattern NEUTRALISED = Pattern.compile("'+" + STARTS + ".*", Pattern.DOTALL);

    private SpreadsheetCell() {}

    static String neutralised(String cell) {
        return FORMULA.matcher(cell).matches() ? '\'' + cell : cell;
    }

    static String restored(String cell) {
        return NEUTRALISED.matcher(cell).matches() ? cell.substring(1) : cell;
    }
}
