package fr.cned.partenariats.gateway.problem;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;

/** Holds the texts of all problems of the gateway and the services, by code. The gateway's build packages them. */
final class ProblemCatalogue {

    /** The text files and the modules that answer their problems. Two modules may use the same code. */
    private static final List<Source> SOURCES = List.of(
            new Source("GatewayProblem", "gateway", false),
            new Source("CommonProblem", "partner-service, catalog-service, enrollment-service", true),
            new Source("PartnerProblem", "partner-service", true),
            new Source("CatalogProblem", "catalog-service", true),
            new Source("EnrollmentProblem", "enrollment-service", true));

    private final Map<String, List<Entry>> entries = new TreeMap<>();

    /** @param isPattern whether the texts are {@link MessageFormat} patterns */
    private record Source(String file, String part, boolean isPattern) {}

    /**
     * A problem of one module.
     *
     * @param part the modules that answer it
     */
    record Entry(String part, Texts english, Texts french) {

        Texts in(Locale language) {
            return language.equals(Locale.FRENCH) ? french : english;
        }
    }

    /** Texts in one language. The cause shows the names of its placeholders. */
    record Texts(String meaning, String cause, String remedy) {}

    ProblemCatalogue() {
        for (Source source : SOURCES) {
            ResourceBundle english = ProblemTexts.bundle(source.file(), Locale.ROOT);
            ResourceBundle french = ProblemTexts.bundle(source.file(), Locale.FRENCH);
            for (String key : english.keySet()) {
                if (key.indexOf('.') < 0) {
                    entries.computeIfAbsent(key, code -> new ArrayList<>())
                            .add(new Entry(source.part(), texts(source, english, key), texts(source, french, key)));
                }
            }
        }
    }

    /** The problems by code, in alphabetical order. */
    Map<String, List<Entry>> entries() {
        return entries;
    }

    private static Texts texts(Source source, ResourceBundle bundle, String code) {
        Object[] names = bundle.containsKey(code + ".arguments")
                ? Arrays.stream(bundle.getString(code + ".arguments").split(",", -1))
                        .map(name -> '‹' + plain(source, name.strip()) + '›')
                        .toArray()
                : new Object[0];
        return new Texts(
                plain(source, bundle.getString(code + ".title")),
                plain(source, bundle.getString(code), names),
                plain(source, bundle.getString(code + ".remedy")));
    }

    private static String plain(Source source, String text, Object... names) {
        return source.isPattern() ? new MessageFormat(text, Locale.ROOT).format(names) : text;
    }
}
