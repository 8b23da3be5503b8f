package fr.cned.partenariats.gateway.edge.problem;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the language of a response from the header Accept-Language. Values above 100 characters are ignored. */
public final class AcceptLanguage {

    private static final int MAX_LENGTH = 100;

    private AcceptLanguage() {}

    /** Returns French if it has the higher weight, or the same weight and comes first; otherwise English. */
    public static Locale preferred(@Nullable String header) {
        if (header == null || header.length() > MAX_LENGTH) {
            return Locale.ENGLISH;
        }
        double french = 0;
        double english = 0;
        for (String range : header.split(",", -1)) {
            double weight = weight(range);
            if (isLanguage(range, "fr") && weight > english) {
                french = Math.max(french, weight);
            } else if (isLanguage(range, "en") && weight > french) {
                english = Math.max(english, weight);
            }
        }
        return french > english ? Locale.FRENCH : Locale.ENGLISH;
    }

    /** Whether the range names the language, with or without a region. */
    private static boolean isLanguage(String range, String language) {
        String tag = range.strip();
        return tag.regionMatches(true, 0, language, 0, language.length())
                && (tag.length() == language.length() || !Character.isLetterOrDigit(tag.charAt(language.length())));
    }

    /** Returns 1 if there is no weight, and 0 if the weight is malformed. */
    private static double weight(String range) {
        int semicolon = range.indexOf(';');
        if (semicolon < 0) {
            return 1;
        }
        String parameter = range.substring(semicolon + 1).strip();
        if (!parameter.regionMatches(true, 0, "q=", 0, 2)) {
            return 0;
        }
        try {
            double weight = Double.parseDouble(parameter.substring(2));
            return weight >= 0 && weight <= 1 ? weight : 0;
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }
}
