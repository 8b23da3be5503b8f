package fr.cned.partenariats.gateway.pages.problem;

import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePatternUtil;
import com.ibm.icu.text.MessagePatternUtil.ArgNode;
import com.ibm.icu.text.MessagePatternUtil.MessageContentsNode;
import com.ibm.icu.text.MessagePatternUtil.MessageNode;
import com.ibm.icu.text.MessagePatternUtil.TextNode;
import com.ibm.icu.text.MessagePatternUtil.VariantNode;
import fr.cned.partenariats.gateway.edge.problem.ProblemTexts;
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
            new Source("GatewayProblem", "gateway"),
            new Source("CommonProblem", "partner-service, catalog-service, enrollment-service"),
            new Source("PartnerProblem", "partner-service"),
            new Source("CatalogProblem", "catalog-service"),
            new Source("EnrollmentProblem", "enrollment-service"));

    private final Map<String, List<Entry>> entries = new TreeMap<>();

    private record Source(String file, String part) {}

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
                            .add(new Entry(source.part(), texts(english, key), texts(french, key)));
                }
            }
        }
    }

    Map<String, List<Entry>> entries() {
        return entries;
    }

    private static Texts texts(ResourceBundle bundle, String code) {
        List<String> names = bundle.containsKey(code + ".arguments")
                ? Arrays.stream(bundle.getString(code + ".arguments").split(",", -1))
                        .map(name -> '‹' + name.strip() + '›')
                        .toList()
                : List.of();
        return new Texts(
                plain(bundle.getString(code + ".title"), names),
                plain(bundle.getString(code), names),
                plain(bundle.getString(code + ".remedy"), names));
    }

    private static String plain(String pattern, List<String> names) {
        StringBuilder text = new StringBuilder();
        append(text, MessagePatternUtil.buildMessageNode(pattern), names, "");
        return text.toString();
    }

    /** A number is in the plural: its name stands for any number. */
    private static void append(StringBuilder text, MessageNode message, List<String> names, String number) {
        for (MessageContentsNode part : message.getContents()) {
            if (part instanceof TextNode literal) {
                text.append(literal.getText());
            } else if (part instanceof ArgNode argument) {
                String name = names.get(argument.getNumber());
                if (argument.getArgType() == ArgType.PLURAL) {
                    append(text, plural(argument), names, name);
                } else {
                    text.append(name);
                }
            } else {
                text.append(number);
            }
        }
    }

    private static MessageNode plural(ArgNode argument) {
        return argument.getComplexStyle().getVariants().stream()
                .filter(variant -> variant.getSelector().equals("other"))
                .map(VariantNode::getMessage)
                .findFirst()
                .orElseThrow();
    }
}
