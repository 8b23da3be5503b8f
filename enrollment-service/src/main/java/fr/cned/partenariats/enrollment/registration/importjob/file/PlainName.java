package fr.cned.partenariats.enrollment.registration.importjob.file;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** A name as people mean it: without case, accents, spaces and signs. */
public final class PlainName {

    private static final Pattern MARKS = Pattern.compile("\\p{M}");
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private PlainName() {}

    public static String of(String name) {
        String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replace("œ", "oe")
                .replace("æ", "ae");
        return SIGNS.matcher(plain).replaceAll("");
    }
}
