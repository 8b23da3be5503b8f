package fr.cned.partenariats.commons.base.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.MessageFormat;
import fr.cned.partenariats.commons.testing.FrenchRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Renders every problem code of a module in both languages, with every kind of object and every value that the code is
 * used with, and checks that French is French.
 */
public final class ProblemTextRules {

    private static final Path SOURCES = Path.of("src/main/java");

    /** {@code NOT_FOUND, "offering"}. */
    private static final Pattern KIND_OF_CODE = Pattern.compile("\\b([A-Z][A-Z_]+),\\s*\"([a-z][a-z -]*)\"");

    /** Calls of methods that pass their argument on. */
    private static final Pattern KIND_OF_SCOPE =
            Pattern.compile("(?:requireCovers\\([^;]*?,\\s*|notFound\\()\"([a-z][a-z -]*)\"");

    private static final Pattern ENUM = Pattern.compile("\\benum (\\w+)");
    private static final Pattern TERM_ARGUMENT =
            Pattern.compile("\\b(kind|states?|relation|modality|family|exemptions)\\b");

    private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z]+_[A-Z_]+\\b|\\b[A-Z]{4,}\\b");
    private static final Set<String> ABBREVIATIONS =
            Set.of("AAAA", "ASCII", "DAEU", "FFFD", "HTTP", "JSON", "PATCH", "POST", "UUID");

    private static final Pattern QUOTED = Pattern.compile("«[^»]*»");

    /** Not after a hyphen: "envoyez-le en UTF-8" has no elision. */
    private static final Pattern NOT_ELIDED =
            Pattern.compile("(?U)(?<!-)\\b([Dd]e|[Ll]e|[Ll]a|[Nn]e|[Qq]ue|[Ss]e) [aàâæeéèêëiîïoôœuùûü][\\p{L}’]");

    private static final Pattern LEFT_OVER = Pattern.compile("\\{(?!…)|[\\ue000\\ue001]|''");

    /** A number before a French noun in the plural, such as {@code {0} lignes}. */
    private static final Pattern WITHOUT_SINGULAR =
            Pattern.compile("\\{\\d+}[\\u00a0 ](?!hors|sans|dans|sous)\\p{L}+[sx](?![\\p{L}’])");

    private static final List<String> NUMBERS = List.of("0", "1", "2", "1.5", "10000");
    private static final List<String> DATES = List.of("2026-12-04", "2027-01-01");
    private static final List<String> RANGES =
            List.of("2026-12-04/2027-01-01", "2026-12-04/..", "../2027-01-01", "../..");
    private static final Set<String> WITHOUT_WORDS = Set.of("code", Dates.DATE, Dates.RANGE);
    private static final String SAMPLE = "X1";

    private final ProblemCode[] codes;
    private final List<String> faults = new ArrayList<>();

    private ProblemTextRules(ProblemCode[] codes) {
        this.codes = codes;
    }

    /** Call it with the codes of the module whose tests run. */
    public static void check(ProblemCode[] codes) {
        ProblemTextRules rules = new ProblemTextRules(codes);
        rules.faults.addAll(missing(codes));
        if (rules.faults.isEmpty()) {
            rules.checkKinds();
            rules.checkEnums();
            Arrays.stream(codes).forEach(rules::checkCode);
        }
        assertThat(rules.faults).as("faults of the problem texts").isEmpty();
    }

    /** The missing texts of these codes, as {@code <language> <key>}. */
    static List<String> missing(ProblemCode[] codes) {
        List<String> missing = new ArrayList<>();
        for (ProblemCode code : codes) {
            for (Locale language : ProblemTexts.LANGUAGES) {
                ResourceBundle texts = bundle(code, language);
                for (String key : List.of(code.code(), code.code() + ".title", code.code() + ".remedy")) {
                    if (!texts.containsKey(key)) {
                        missing.add(language + " " + key);
                    }
                }
                if (argumentsOf(texts, code.code()) != placeholdersOf(texts, code.code())) {
                    missing.add(language + " " + code.code() + ".arguments");
                }
            }
        }
        return missing;
    }

    private static int argumentsOf(ResourceBundle texts, String code) {
        return texts.containsKey(code + ".arguments")
                ? texts.getString(code + ".arguments").split(",", -1).length
                : 0;
    }

    private static int placeholdersOf(ResourceBundle texts, String code) {
        return texts.containsKey(code)
                ? new MessageFormat(texts.getString(code)).getFormatsByArgumentIndex().length
                : 0;
    }

    /** Every text of a code, for each of its terms. */
    private static Collection<String> rendered(ProblemCode code, Locale language) {
        Map<Integer, List<String>> values = new TreeMap<>();
        ProblemTexts.termTypes(code).forEach((index, type) -> values.put(index, samples(type)));
        ProblemTexts.PLURAL
                .matcher(bundle(code, language).getString(code.code()))
                .results()
                .forEach(number -> values.put(Integer.valueOf(number.group(1)), NUMBERS));
        Object[] samples = new Object[argumentNames(code).length];
        Arrays.fill(samples, SAMPLE);
        values.forEach((index, those) -> samples[index] = those.get(0));
        Set<String> texts = new TreeSet<>();
        texts.add(ProblemTexts.detail(code, language, samples));
        values.forEach((index, those) -> those.forEach(value -> {
            Object[] args = samples.clone();
            args[index] = value;
            texts.add(ProblemTexts.detail(code, language, args));
        }));
        return texts;
    }

    private static List<String> samples(String type) {
        return switch (type) {
            case Dates.DATE -> DATES;
            case Dates.RANGE -> RANGES;
            default -> names(type).isEmpty() ? List.of("-") : names(type);
        };
    }

    private void checkCode(ProblemCode code) {
        String[] names = argumentNames(code);
        Map<Integer, String> types = ProblemTexts.termTypes(code);
        for (int i = 0; i < names.length; i++) {
            if (TERM_ARGUMENT.matcher(names[i]).find() && !types.containsKey(i)) {
                faults.add(
                        "%s: the argument \"%s\" is a word of the domain. Declare its type: %1$s.terms=%d:<kind or enum>"
                                .formatted(code.code(), names[i].strip(), i));
            }
        }
        types.forEach((index, type) -> {
            if (index >= names.length) {
                faults.add(code.code() + ".terms has more placeholders than .arguments");
            } else if (!WITHOUT_WORDS.contains(type) && names(type).isEmpty()) {
                faults.add(code.code() + ": problem-terms/terms_fr.properties has no words for " + type);
            }
        });
        String french = bundle(code, Locale.FRENCH).containsKey(code.code() + ".arguments")
                ? bundle(code, Locale.FRENCH).getString(code.code() + ".arguments")
                : "";
        FrenchRules.faults(french).forEach(fault -> faults.add(code.code() + ".arguments: " + fault));
        for (Locale language : ProblemTexts.LANGUAGES) {
            ResourceBundle texts = bundle(code, language);
            checkText(code, language, ProblemTexts.title(code, language));
            checkText(code, language, texts.getString(code.code() + ".remedy"));
            Matcher number = WITHOUT_SINGULAR.matcher(texts.getString(code.code()));
            if (language.equals(Locale.FRENCH) && number.find()) {
                faults.add("%s: write \"%s\" with its singular, {0, plural, one {# …} other {# …}}"
                        .formatted(code.code(), number.group()));
            }
            if (types.keySet().stream().allMatch(index -> index < names.length)) {
                rendered(code, language).forEach(text -> checkText(code, language, text));
            }
        }
    }

    private void checkText(ProblemCode code, Locale language, String text) {
        if (LEFT_OVER.matcher(text).find()) {
            faults.add(code.code() + ": a placeholder or apostrophe is left in: " + text);
        }
        if (!language.equals(Locale.FRENCH)) {
            return;
        }
        FrenchRules.faults(text).forEach(fault -> faults.add("%s: %s: %s".formatted(code.code(), fault, text)));
        Matcher constant = CONSTANT.matcher(QUOTED.matcher(text).replaceAll(""));
        while (constant.find()) {
            if (ABBREVIATIONS.contains(constant.group())) {
                continue;
            }
            faults.add("%s: %s is not French. Add a word, or write « %2$s » for a value of the API, in: %s"
                    .formatted(code.code(), constant.group(), text));
        }
        Matcher hiatus = NOT_ELIDED.matcher(text);
        if (hiatus.find()) {
            faults.add("%s: no elision in \"%s…\": %s".formatted(code.code(), hiatus.group(), text));
        }
    }

    private void checkKinds() {
        Terms.all(Locale.FRENCH)
                .forEach((name, word) -> FrenchRules.faults(word).forEach(fault -> faults.add(name + ": " + fault)));
        Set<String> kinds = new TreeSet<>(names(Terms.KIND));
        sources().values().forEach(source -> kinds.addAll(kindsIn(source)));
        for (String kind : kinds) {
            for (Locale language : ProblemTexts.LANGUAGES) {
                boolean french = language.equals(Locale.FRENCH);
                String word = Terms.all(language).get(Terms.KIND + '.' + kind);
                if (word == null || !word.matches(french ? "(un|une) .+" : "(a|an) .+")) {
                    faults.add(
                            "the kind of object \"%s\" needs a line in problem-terms/terms%s.properties: kind.%s=%s …"
                                    .formatted(
                                            kind,
                                            french ? "_fr" : "",
                                            kind.replace(" ", "\\ "),
                                            french ? "un(e)" : "a(n)"));
                }
            }
        }
    }

    private Set<String> kindsIn(String source) {
        Set<String> withKind = Stream.concat(Arrays.stream(codes), Stream.of(CommonProblem.values()))
                .filter(code -> Terms.KIND.equals(ProblemTexts.termTypes(code).get(0)))
                .map(ProblemCode::name)
                .collect(Collectors.toSet());
        Set<String> kinds = new TreeSet<>();
        Matcher ofCode = KIND_OF_CODE.matcher(source);
        while (ofCode.find()) {
            if (withKind.contains(ofCode.group(1))) {
                kinds.add(ofCode.group(2));
            }
        }
        Matcher ofScope = KIND_OF_SCOPE.matcher(source);
        while (ofScope.find()) {
            kinds.add(ofScope.group(1));
        }
        return kinds;
    }

    /** Each state machine, and each enum that has words, has a word for each constant. */
    private void checkEnums() {
        sources().forEach((file, source) -> {
            Matcher declaration = ENUM.matcher(source);
            while (declaration.find()) {
                String outer = file.getFileName().toString().replace(".java", "");
                String name = declaration.group(1);
                String type = name.equals(outer) ? name : outer + '.' + name;
                Set<String> words = new TreeSet<>(names(type));
                boolean isStateMachine = name.equals(outer) && source.contains(" next()");
                if (isStateMachine || !words.isEmpty()) {
                    constants(file, outer, name).stream()
                            .filter(constant -> !words.contains(constant))
                            .forEach(constant -> faults.add(
                                    "problem-terms/terms_fr.properties has no word for " + type + '.' + constant));
                }
            }
        });
    }

    private static List<String> constants(Path file, String outer, String name) {
        String path = SOURCES.relativize(file).toString().replace(".java", "").replace('/', '.');
        try {
            Class<?> type = Class.forName(name.equals(outer) ? path : path + '$' + name);
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .toList();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(String type) {
        return Terms.all(Locale.FRENCH).keySet().stream()
                .filter(key -> key.startsWith(type + '.'))
                .map(key -> key.substring(type.length() + 1))
                .sorted()
                .toList();
    }

    private static String[] argumentNames(ProblemCode code) {
        ResourceBundle texts = bundle(code, Locale.ENGLISH);
        String key = code.code() + ".arguments";
        return texts.containsKey(key) ? texts.getString(key).split(",", -1) : new String[0];
    }

    private static ResourceBundle bundle(ProblemCode code, Locale language) {
        String name = ((Enum<?>) code).getDeclaringClass().getSimpleName();
        return ResourceBundle.getBundle(
                "problems." + name + (language.equals(Locale.FRENCH) ? "_fr" : ""), Locale.ROOT);
    }

    private static Map<Path, String> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            Map<Path, String> sources = new TreeMap<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file, Files.readString(file));
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
