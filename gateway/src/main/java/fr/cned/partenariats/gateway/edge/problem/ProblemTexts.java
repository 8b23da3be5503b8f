package fr.cned.partenariats.gateway.edge.problem;

import java.util.Locale;
import java.util.ResourceBundle;

/** The titles and details of the gateway's problems, in English and French. */
public final class ProblemTexts {

    private static final ResourceBundle.Control NO_FALLBACK_TO_DEFAULT_LOCALE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final ResourceBundle ENGLISH = bundle("GatewayProblem", Locale.ROOT);
    private static final ResourceBundle FRENCH = bundle("GatewayProblem", Locale.FRENCH);

    private ProblemTexts() {}

    public static String title(GatewayProblem problem, Locale language) {
        return text(problem.code() + ".title", language);
    }

    public static String detail(GatewayProblem problem, Locale language) {
        return text(problem.code(), language);
    }

    private static String text(String key, Locale language) {
        return (language.equals(Locale.FRENCH) ? FRENCH : ENGLISH).getString(key);
    }

    public static ResourceBundle bundle(String file, Locale locale) {
        return ResourceBundle.getBundle("problems/" + file, locale, NO_FALLBACK_TO_DEFAULT_LOCALE);
    }
}
