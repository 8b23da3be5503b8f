package fr.cned.partenariats.commons.testing;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The typography and the words of French texts: docs/domain.md has the words. */
public final class FrenchRules {

    private static final Pattern STRAIGHT_APOSTROPHE = Pattern.compile("\\p{L}'|'\\p{L}");

    /** Not in a value of the API, such as {@code outcome: "FAILED"} or {@code https://…}. */
    private static final Pattern BREAKING_SPACE = Pattern.compile(" [:;!?»%](?![\\p{L}\\d/])|« ");

    private static final Pattern NO_SPACE = Pattern.compile("\\p{L}[!?;»](?=\\s|$)|«[\\p{L}{]");

    /** Words that mean the same as the word of docs/domain.md. */
    private static final Map<Pattern, String> OTHER_WORDS = Map.of(
            word("siège(?! social)|sièges(?! sociaux)|contingent|contingents|quota|quotas"), "place",
            word("année scolaire|années scolaires"), "année universitaire",
            word("importation|importations"), "import",
            word("bureau des partenariats|service partenariats|service du partenariat"), "service des partenariats",
            word("effacer|effacé|effacée|effacés|effacées|effacement|effacements"), "suppression des données");

    private FrenchRules() {}

    private static Pattern word(String words) {
        return Pattern.compile("(?iu)(?<![\\p{L}])(?:" + words + ")(?![\\p{L}])");
    }

    /** What is wrong with a text that a person reads. */
    public static List<String> faults(String text) {
        Stream<String> typography = Stream.of(
                        found(STRAIGHT_APOSTROPHE, text, "an apostrophe is not ’"),
                        found(BREAKING_SPACE, text, "a space before : ; ! ? % » or after « may break: use U+00A0"),
                        found(NO_SPACE, text, "a no-break space (U+00A0) is missing"))
                .flatMap(List::stream);
        Stream<String> words = OTHER_WORDS.entrySet().stream()
                .flatMap(entry -> found(entry.getKey(), text, "the word is \"" + entry.getValue() + '"').stream());
        return Stream.concat(typography, words).toList();
    }

    private static List<String> found(Pattern pattern, String text, String fault) {
        return pattern.matcher(text)
                .results()
                .map(place -> fault + " in \"" + place.group() + '"')
                .toList();
    }
}
