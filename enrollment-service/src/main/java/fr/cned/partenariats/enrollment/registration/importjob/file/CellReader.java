package fr.cned.partenariats.enrollment.registration.importjob.file;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_TEXT;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NO_SUCH_DAY;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.OUT_OF_RANGE;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.WRONG_TYPE;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.base.validation.PlainText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts the cells of one row. Collects the faults of all cells; a faulty cell is read as absent. */
public final class CellReader {

    private static final Pattern ISO_DAY = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern FRENCH_DAY = Pattern.compile("(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4})");
    /** Spaces, also no-break ones, stand between groups of three digits only. */
    private static final Pattern NUMBER = Pattern.compile("-?(\\d{1,3}(\\h\\d{3}){1,3}|\\d{1,12})([.,]\\d{1,6})?");

    private static final Pattern EUROS = Pattern.compile("\\h*(€|(?i:eur|euros?))$");

    private static final Words<Boolean> YES_OR_NO = new Words<Boolean>()
            .with(true, "oui", "o", "yes", "y", "vrai", "1", "x")
            .with(false, "non", "n", "no", "faux", "0");

    private final Sheet sheet;
    private final List<String> cells;
    private final List<Violation> faults = new ArrayList<>();

    public CellReader(Sheet sheet, List<String> cells) {
        this.sheet = sheet;
        this.cells = cells;
    }

    public List<Violation> faults() {
        return faults;
    }

    /** Whether the row has no cell for any field of the object or array. */
    public boolean endsBefore(String pointer) {
        return sheet.endsBefore(pointer, cells);
    }

    public boolean has(String pointer) {
        return sheet.has(pointer);
    }

    public boolean isBlank(String pointer) {
        return sheet.cell(cells, pointer) == null;
    }

    @Nullable
    public String text(String pointer) {
        String cell = sheet.cell(cells, pointer);
        int fault = cell == null ? -1 : PlainText.indexOfFault(cell, false);
        if (cell == null || fault < 0) {
            return cell;
        }
        String position = Integer.toString(cell.codePointCount(0, fault) + 1);
        faults.add(new Violation(pointer, INVALID_TEXT, PlainText.nameOf(cell, fault), position));
        return null;
    }

    @Nullable
    public UUID uuid(String pointer) {
        return read(pointer, "UUID", Ids::parse);
    }

    @Nullable
    public BigDecimal number(String pointer) {
        return read(pointer, "number", CellReader::numberOf);
    }

    /** A number of euros, with or without the unit. */
    @Nullable
    public BigDecimal amount(String pointer) {
        return read(pointer, "number", cell -> numberOf(EUROS.matcher(cell).replaceFirst("")));
    }

    private static @Nullable BigDecimal numberOf(String text) {
        return NUMBER.matcher(text).matches()
                ? new BigDecimal(text.replaceAll("\\h", "").replace(',', '.'))
                : null;
    }

    @Nullable
    public Integer whole(String pointer) {
        BigDecimal number = number(pointer);
        if (number == null) {
            return null;
        }
        try {
            return number.intValueExact();
        } catch (ArithmeticException notAnInteger) {
            faults.add(new Violation(pointer, OUT_OF_RANGE));
            return null;
        }
    }

    @Nullable
    public Boolean yesOrNo(String pointer) {
        return read(pointer, "oui | non", YES_OR_NO::find);
    }

    public <T> @Nullable T word(String pointer, Words<T> words) {
        return read(pointer, words.expected(), words::find);
    }

    /** The id; null also when the cell has a name instead. */
    @Nullable
    public UUID idUnlessNamed(String pointer) {
        return Ids.parse(sheet.cell(cells, pointer));
    }

    /** The name that stands instead of an id. */
    @Nullable
    public String name(String pointer) {
        return idUnlessNamed(pointer) == null ? text(pointer) : null;
    }

    /** As in ISO 8601, or day, month and year with slashes, dots or hyphens. The year has four digits. */
    @Nullable
    public LocalDate day(String pointer) {
        String cell = sheet.cell(cells, pointer);
        if (cell == null) {
            return null;
        }
        Matcher iso = ISO_DAY.matcher(cell);
        Matcher french = FRENCH_DAY.matcher(cell);
        try {
            if (iso.matches()) {
                return date(iso.group(1), iso.group(2), iso.group(3));
            }
            if (french.matches()) {
                return date(french.group(4), french.group(3), french.group(1));
            }
            faults.add(new Violation(pointer, WRONG_TYPE, "YYYY-MM-DD | DD/MM/YYYY"));
        } catch (DateTimeException noSuchDay) {
            faults.add(new Violation(pointer, NO_SUCH_DAY, cell));
        }
        return null;
    }

    private static LocalDate date(String year, String month, String day) {
        return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
    }

    private <T> @Nullable T read(String pointer, String expected, Function<String, @Nullable T> parser) {
        String cell = sheet.cell(cells, pointer);
        if (cell == null) {
            return null;
        }
        T value = parser.apply(cell);
        if (value == null) {
            faults.add(new Violation(pointer, WRONG_TYPE, expected));
        }
        return value;
    }
}
