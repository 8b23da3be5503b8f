package fr.cned.partenariats.commons.base.validation;

import java.util.Locale;

/**
 * Decides which characters a text of a request may contain. It refuses lone surrogates, control characters and
 * non-characters: PostgreSQL and other systems cannot store or show them, or store them as {@code ?}. Only a multi-line
 * text may contain line feeds and tabs.
 */
public final class PlainText {

    /** A text whose {@code @Size} allows this many characters, such as a description or a reason, may have lines. */
    public static final int MULTI_LINE_FROM = 500;

    private static final int REPLACEMENT_CHARACTER = 0xFFFD;
    private static final int NO_FAULT = -1;

    private PlainText() {}

    /** The index of the first refused character, in UTF-16 units; -1 when the text is valid. */
    public static int indexOfFault(String text, boolean multiLine) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isRefused(text.codePointAt(i)) && !(multiLine && isLayout(text, i))) {
                return i;
            }
        }
        return NO_FAULT;
    }

    public static boolean isValidLine(String text) {
        return indexOfFault(text, false) == NO_FAULT;
    }

    /** Names the character at this index, such as {@code U+000A}. */
    public static String nameOf(String text, int index) {
        return String.format(Locale.ROOT, "U+%04X", text.codePointAt(index));
    }

    /** Replaces refused characters, so that an answer that quotes the request is well-formed. */
    public static String printable(String text) {
        if (isValidLine(text)) {
            return text;
        }
        StringBuilder printable = new StringBuilder();
        text.codePoints().map(c -> isRefused(c) ? REPLACEMENT_CHARACTER : c).forEach(printable::appendCodePoint);
        return printable.toString();
    }

    /** U+FFFD stands for bytes that were no text: the text was damaged before it arrived. */
    private static boolean isRefused(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || character == REPLACEMENT_CHARACTER
                || (character & 0xFFFE) == 0xFFFE
                || (character >= 0xFDD0 && character <= 0xFDEF);
    }

    /** A line feed, a tab, or the carriage return before a line feed. */
    private static boolean isLayout(String text, int index) {
        char character = text.charAt(index);
        return character == '\n' || character == '\t' || (character == '\r' && text.startsWith("\r\n", index));
    }
}
