package fr.cned.partenariats.commons.problem;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Reads the English and French texts of problem codes, see {@link ProblemCode}. The gateway reads the same files for
 * its pages {@code /problems/<code>}.
 */
public final class ProblemTexts {

    /** The first is the default. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.FRENCH);

    private static final String TITLE = ".title";
    private static final String REMEDY = ".remedy";
    private static final String ARGUMENTS = ".arguments";

    private ProblemTexts() {}

    static String title(ProblemCode code, Locale language) {
        return bundle(code, language).getString(code.code() + TITLE);
    }

    static String detail(ProblemCode code, Locale language, Object... args) {
        return new MessageFormat(bundle(code, language).getString(code.code()), language).format(args);
    }

    /** The missing texts of these codes, as {@code <language> <key>}. */
    public static List<String> missing(ProblemCode[] codes) {
        List<String> missing = new ArrayList<>();
        for (ProblemCode code : codes) {
            for (Locale language : LANGUAGES) {
                ResourceBundle texts = bundle(code, language);
                for (String key : List.of(code.code(), code.code() + TITLE, code.code() + REMEDY)) {
                    if (!texts.containsKey(key)) {
                        missing.add(language + " " + key);
                    }
                }
                if (argumentsOf(texts, code.code()) != placeholdersOf(texts, code.code())) {
                    missing.add(language + " " + code.code() + ARGUMENTS);
                }
            }
        }
        return missing;
    }

    private static int argumentsOf(ResourceBundle texts, String code) {
        return texts.containsKey(code + ARGUMENTS)
                ? texts.getString(code + ARGUMENTS).split(",", -1).length
                : 0;
    }

    private static int placeholdersOf(ResourceBundle texts, String code) {
        return texts.containsKey(code)
                ? new MessageFormat(texts.getString(code)).getFormatsByArgumentIndex().length
                : 0;
    }

    /** Without fallback between languages: a missing French text must fail, not appear in English. */
    private static ResourceBundle bundle(ProblemCode code, Locale language) {
        Class<?> type = ((Enum<?>) code).getDeclaringClass();
        String suffix = language.getLanguage().equals("fr") ? "_fr" : "";
        return ResourceBundle.getBundle(
                "problems." + type.getSimpleName() + suffix, Locale.ROOT, type.getClassLoader());
    }
}
