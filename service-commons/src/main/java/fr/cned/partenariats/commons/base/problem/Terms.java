package fr.cned.partenariats.commons.base.problem;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of the domain in problem texts: kinds of objects with their article, and in French the constants of enums.
 * Each module contributes {@code problem-terms/terms.properties} and {@code terms_fr.properties}.
 *
 * <p>A kind is written with its indefinite article: {@code kind.offering=une session}. In a text the article or
 * preposition before the placeholder is adapted to it: {@code a {0}}, and in French {@code un}, {@code le}, {@code de},
 * {@code du}, {@code au}, {@code ce} and {@code aucun}.
 */
final class Terms {

    static final String KIND = "kind";

    private static final Map<String, String> ENGLISH = read("problem-terms/terms.properties");
    private static final Map<String, String> FRENCH = read("problem-terms/terms_fr.properties");

    /** Private-use characters around a kind, which no request text contains at this point. */
    private static final char BEGIN = '\ue000';

    private static final char END = '\ue001';

    private static final Pattern NOUN = Pattern.compile(
            "(?:(?<before>\\p{L}+) )?" + BEGIN + "(?:(?<article>une?|an?) )?(?<noun>[^" + END + "]*)" + END);

    private static final String VOWELS = "aeiouyàâæéèêëîïôœùûüh";

    private Terms() {}

    /** All terms of a language, as {@code <type>.<name>}. */
    static Map<String, String> all(Locale language) {
        return Collections.unmodifiableMap(isFrench(language) ? FRENCH : ENGLISH);
    }

    /** The word for a name of this type; the name itself, in French in quotation marks, when there is none. */
    static String word(String type, String name, Locale language) {
        if (name.equals("-")) {
            return isFrench(language) ? "néant" : "none";
        }
        String word = all(language).get(type + '.' + name);
        if (type.equals(KIND)) {
            return BEGIN + (word == null ? name : word) + END;
        }
        return word == null ? literal(name, language) : word;
    }

    /** A value that the client sends or receives as it is. */
    static String literal(String value, Locale language) {
        return isFrench(language) ? "«\u00a0" + value + "\u00a0»" : value;
    }

    /** Adapts the articles and prepositions before kinds of objects. */
    static String inflected(String text, Locale language) {
        if (text.indexOf(BEGIN) < 0) {
            return text;
        }
        Matcher nouns = NOUN.matcher(text);
        return nouns.replaceAll(found -> Matcher.quoteReplacement(isFrench(language) ? french(found) : english(found)));
    }

    private static String english(MatchResult found) {
        String before = found.group(1);
        String article = found.group(2);
        boolean takesArticle = article != null && before != null && before.matches("[Aa]n?");
        String kept = takesArticle ? cased(article, before) : before;
        return (kept == null ? "" : kept + ' ') + found.group(3);
    }

    private static String french(MatchResult found) {
        String before = found.group(1);
        String noun = found.group(3);
        if (before == null) {
            return noun;
        }
        boolean feminine = "une".equals(found.group(2));
        boolean elided = VOWELS.indexOf(Character.toLowerCase(noun.charAt(0))) >= 0;
        String determiner = switch (before.toLowerCase(Locale.ROOT)) {
            case "un" -> feminine ? "une " : "un ";
            case "aucun" -> feminine ? "aucune " : "aucun ";
            case "le" -> elided ? "l’" : feminine ? "la " : "le ";
            case "de" -> elided ? "d’" : "de ";
            case "du" -> elided ? "de l’" : feminine ? "de la " : "du ";
            case "au" -> elided ? "à l’" : feminine ? "à la " : "au ";
            case "ce" -> feminine ? "cette " : elided ? "cet " : "ce ";
            default -> before + ' ';
        };
        return cased(determiner, before) + noun;
    }

    private static String cased(String word, String model) {
        return Character.isUpperCase(model.charAt(0))
                ? Character.toUpperCase(word.charAt(0)) + word.substring(1)
                : word;
    }

    static boolean isFrench(Locale language) {
        return language.getLanguage().equals("fr");
    }

    private static Map<String, String> read(String name) {
        Map<String, String> terms = new HashMap<>();
        try {
            for (URL url : Collections.list(Terms.class.getClassLoader().getResources(name))) {
                try (Reader reader = new InputStreamReader(url.openStream(), UTF_8)) {
                    Properties properties = new Properties();
                    properties.load(reader);
                    properties.stringPropertyNames().forEach(key -> terms.put(key, properties.getProperty(key)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the terms are part of the application", e);
        }
        return terms;
    }
}
