package fr.cned.partenariats.enrollment.student;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Compares two registrations of a person without INE: equal keys mean a possible duplicate. The key is stored, and begins
 * with the names for the name search. {@link IdentityKeyRefresh} recomputes keys of an older {@link #VERSION}.
 */
final class IdentityKey {

    /** Raise it with each change of the normalisation. Version 1 ignored accents and case only. */
    static final short VERSION = 2;

    static final char SEPARATOR = '|';

    /** Upper-case letters that Unicode does not decompose, with their usual transcription. */
    private static final Map<String, String> TRANSCRIBED = Map.ofEntries(
            Map.entry("\u0152", "OE"), // Œ
            Map.entry("\u00C6", "AE"), // Æ
            Map.entry("\u0141", "L"), // Ł
            Map.entry("\u00D8", "O"), // Ø
            Map.entry("\u1E9E", "SS"), // capital ß; the small one becomes SS in upper case
            Map.entry("\u0110", "D"), // Đ
            Map.entry("\u00D0", "D"), // Ð
            Map.entry("\u0189", "D"), // Ɖ
            Map.entry("\u018A", "D"), // Ɗ
            Map.entry("\u00DE", "TH"), // Þ
            Map.entry("\u0126", "H"), // Ħ
            Map.entry("\u0166", "T"), // Ŧ
            Map.entry("\u014A", "N"), // Ŋ
            Map.entry("\u0138", "K"), // ĸ has no capital
            Map.entry("\u018F", "E"), // Ə
            Map.entry("\u0190", "E"), // Ɛ
            Map.entry("\u0186", "O"), // Ɔ
            Map.entry("\u0181", "B"), // Ɓ
            Map.entry("\u0191", "F"), // Ƒ
            Map.entry("\u0193", "G"), // Ɠ
            Map.entry("\u0194", "G"), // Ɣ
            Map.entry("\u0198", "K"), // Ƙ
            Map.entry("\u01B3", "Y"), // Ƴ
            Map.entry("\u01B2", "V")); // Ʋ

    private static final Pattern TO_TRANSCRIBE = Pattern.compile('[' + String.join("", TRANSCRIBED.keySet()) + ']');
    private static final Pattern MARKS = Pattern.compile("\\p{M}");
    /** Apostrophes, hyphens and spaces; also the apostrophes that Unicode calls letters, such as the okina. */
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]+|\\p{Lm}+");

    private IdentityKey() {}

    /** Ignores accents, ligatures, case, and everything but letters and digits in names. */
    static String of(String familyName, String givenNames, LocalDate birthDate, String birthPlace) {
        return normalized(familyName)
                + SEPARATOR
                + normalized(givenNames)
                + SEPARATOR
                + birthDate
                + SEPARATOR
                + normalized(birthPlace);
    }

    /** Matches the keys of persons whose names begin with these normalised ones. */
    static String patternOf(String familyName, String givenNames) {
        return familyName + "%" + SEPARATOR + givenNames + "%" + SEPARATOR + "____-__-__" + SEPARATOR + "%";
    }

    static String normalized(String name) {
        String upper = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                .replaceAll("")
                .toUpperCase(Locale.ROOT);
        String plain = TO_TRANSCRIBE
                .matcher(upper)
                .replaceAll(letter -> Objects.requireNonNull(TRANSCRIBED.get(letter.group())));
        return OTHERS.matcher(plain).replaceAll("");
    }
}
