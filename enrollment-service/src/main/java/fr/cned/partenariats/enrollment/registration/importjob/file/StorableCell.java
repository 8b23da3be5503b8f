package fr.cned.partenariats.enrollment.registration.importjob.file;

import fr.cned.partenariats.commons.base.validation.PlainText;

/** PostgreSQL stores neither NUL nor a lone surrogate. A row is malformed with the replacement, too. */
final class StorableCell {

    private static final String REPLACEMENT = "\uFFFD";

    private StorableCell() {}

    static String of(String cell) {
        if (PlainText.isValidLine(cell)) {
            return cell;
        }
        StringBuilder storable = new StringBuilder(cell.length());
        cell.codePoints().forEach(c -> {
            if (c == 0 || Character.getType(c) == Character.SURROGATE) {
                storable.append(REPLACEMENT);
            } else {
                storable.appendCodePoint(c);
            }
        });
        return storable.toString();
    }
}
