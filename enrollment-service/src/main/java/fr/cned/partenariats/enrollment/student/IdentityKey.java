package fr.cned.partenariats.enrollment.student;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares two registrations of a person without INE: equal keys mean a possible duplicate. The key is stored, and begins
 * with the names for the name search. {@link IdentityKeyRefresh} recomputes keys of an older {@link #VERSION}.
 */
final class IdentityKey {

    /** Raise it with each change of the normalisation. Version 1 ignored accents and case only. */
    static final short VERSION = 2;

    static final String SEPARATOR = "|";

    /** Upper-case letters that Unicode does not decompose, with their usual transcription. */
    private static final Map<Integer, String> TRANSCRIBED = Map.ofEntries(
            Map.entry(0x0152, "OE"), // Œ
            Map.entry(0x00C6, "AE"), // Æ
            Map.entry(0x0141, "L"), // Ł
            Map.entry(0x00D8, "O"), // Ø
            Map.entry(0x1E9E, "SS"), // capital ß; the small one becomes SS in upper case
            Map.entry(0x0110, "D"), // Đ
            Map.entry(0x00D0, "D"), // Ð
            Map.entry(0x0189, "D"), // Ɖ
            Map.entry(0x018A, "D"), // Ɗ
            Map.entry(0x00DE, "TH"), // Þ
            Map.entry(0x0126, "H"), // Ħ
            Map.entry(0x0166, "T"), // Ŧ
            Map.entry(0x014A, "N"), // Ŋ
            Map.entry(0x0138, "K"), // ĸ has no capital
            Map.entry(0x018F, "E"), // Ə
            Map.entry(0x0190, "E"), // Ɛ
            Map.entry(0x0186, "O"), // Ɔ
            Map.entry(0x0181, "B"), // Ɓ
            Map.entry(0x0191, "F"), // Ƒ
            Map.entry(0x0193, "G"), // Ɠ
            Map.entry(0x0194, "G"), // Ɣ
            Map.entry(0x0198, "K"), // Ƙ
            Map.entry(0x01B3, "Y"), // Ƴ
            Map.entry(0x01B2, "V")); // Ʋ

    private static final int FIRST_TRANSCRIBED = 0x00C6;

    private static final int MARKS =
            1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK | 1 << Character.COMBINING_SPACING_MARK;

    /** Not apostrophes, hyphens and spaces, nor the apostrophes that Unicode calls letters, such as the okina. */
    private static final int LETTERS_AND_DIGITS = 1 << Character.UPPERCASE_LETTER
            | 1 << Character.LOWERCASE_LETTER
            | 1 << Character.TITLECASE_LETTER
            | 1 << Character.OTHER_LETTER
            | 1 << Character.DECIMAL_DIGIT_NUMBER
            | 1 << Character.LETTER_NUMBER
            | 1 << Character.OTHER_NUMBER;

    private IdentityKey() {}

    /** Ignores accents, ligatures, case, and everything but letters and digits in names. */
    static String of(String familyName, String givenNames, LocalDate birthDate, String birthPlace) {
        return String.join(
                SEPARATOR,
                normalized(familyName),
                normalized(givenNames),
                birthDate.toString(),
                normalized(birthPlace));
    }

    /**
     * Whether two keys may belong to one person: the same family name, birth date and birth place, and given names of which
     * one contains the other. The functions {@code birth_key} and {@code similar_given_names} of the database compare alike.
     */
    static boolean areSimilar(String one, String other) {
        List<String> first = List.of(one.split("\\|", -1));
        List<String> second = List.of(other.split("\\|", -1));
        return first.get(0).equals(second.get(0))
                && (first.get(1).contains(second.get(1)) || second.get(1).contains(first.get(1)))
                && first.subList(2, 4).equals(second.subList(2, 4));
    }

    /** Matches the keys of persons whose names begin with these normalised ones. */
    static String patternOf(String familyName, String givenNames) {
        return familyName + "%" + SEPARATOR + givenNames + "%" + SEPARATOR + "____-__-__" + SEPARATOR + "%";
    }

    /** As {@link #patternOf}, for {@link StudentData#usageKey}. */
    static String patternOfUsage(String usageName, String givenNames) {
        return usageName + "%" + SEPARATOR + givenNames + "%";
    }

    /** Without regular expressions and streams: they were a quarter of the processor time of an import. */
    static String normalized(String name) {
        String letters =
                withoutMarks(Normalizer.normalize(name, Normalizer.Form.NFKD)).toUpperCase(Locale.ROOT);
        StringBuilder plain = new StringBuilder(letters.length());
        for (int i = 0, letter; i < letters.length(); i += Character.charCount(letter)) {
            letter = letters.codePointAt(i);
            String transcribed = letter < FIRST_TRANSCRIBED ? null : TRANSCRIBED.get(letter);
            if (transcribed != null) {
                plain.append(transcribed);
            } else if (isOf(LETTERS_AND_DIGITS, letter)) {
                plain.appendCodePoint(letter);
            }
        }
        return plain.toString();
    }

    private static String withoutMarks(String decomposed) {
        StringBuilder letters = new StringBuilder(decomposed.length());
        for (int i = 0, letter; i < decomposed.length(); i += Character.charCount(letter)) {
            letter = decomposed.codePointAt(i);
            if (!isOf(MARKS, letter)) {
                letters.appendCodePoint(letter);
            }
        }
        return letters.toString();
    }

    private static boolean isOf(int types, int letter) {
        return (types & 1 << Character.getType(letter)) != 0;
    }
}
