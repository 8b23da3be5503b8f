package fr.cned.partenariats.gateway.problem;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Titles and details of problems, in English and in French. */
final class ProblemTexts {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.FRENCH);
    private static final ResourceBundle.Control NO_FALLBACK_TO_THE_MACHINES_LANGUAGE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final ResourceBundle ENGLISH = bundle(Locale.ROOT);
    private static final ResourceBundle FRENCH = bundle(Locale.FRENCH);

    private ProblemTexts() {}

    static String title(GatewayProblem problem, Locale language) {
        return text(problem.code() + ".title", language);
    }

    static String detail(GatewayProblem problem, Locale language) {
        return text(problem.code(), language);
    }

    /** The language among ours that the header asks for first; English when it asks for none of them. */
    static Locale language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return Locale.ENGLISH;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }

    private static String text(String key, Locale language) {
        return (language.equals(Locale.FRENCH) ? FRENCH : ENGLISH).getString(key);
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle("problems/GatewayProblem", locale, NO_FALLBACK_TO_THE_MACHINES_LANGUAGE);
    }
}
