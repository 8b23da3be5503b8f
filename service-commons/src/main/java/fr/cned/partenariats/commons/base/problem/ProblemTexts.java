package fr.cned.partenariats.commons.base.problem;

import com.ibm.icu.text.MessageFormat;
import fr.cned.partenariats.commons.base.validation.PlainText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the English and French texts of problem codes, see {@link ProblemCode}. The gateway reads the same files for
 * its pages {@code /problems/<code>}.
 */
public final class ProblemTexts {

    /** The first is the default. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.FRENCH);

    private static final String TITLE = ".title";
    private static final String TERMS = ".terms";

    static final Pattern PLURAL = Pattern.compile("\\{(\\d+), *plural,");

    private ProblemTexts() {}

    public static String title(ProblemCode code, Locale language) {
        return new MessageFormat(bundle(code, language).getString(code.code() + TITLE), language).format(new Object[0]);
    }

    static String detail(ProblemCode code, Locale language, Object... args) {
        String pattern = bundle(code, language).getString(code.code());
        Set<String> numbers =
                PLURAL.matcher(pattern).results().map(plural -> plural.group(1)).collect(Collectors.toSet());
        Map<Integer, String> types = termTypes(code);
        @Nullable Object[] words = new Object[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i] instanceof String number && numbers.contains(Integer.toString(i))
                    ? new BigDecimal(number)
                    : worded(args[i], types.get(i), language);
        }
        return Terms.inflected(new MessageFormat(pattern, language).format(words), language);
    }

    /** The types of the placeholders whose arguments are names of terms, see {@link ProblemCode}. */
    static Map<Integer, String> termTypes(ProblemCode code) {
        ResourceBundle texts = bundle(code, Locale.ENGLISH);
        if (!texts.containsKey(code.code() + TERMS)) {
            return Map.of();
        }
        Map<Integer, String> types = new TreeMap<>();
        for (String declared : texts.getString(code.code() + TERMS).split(",", -1)) {
            String[] parts = declared.strip().split(":", 2);
            types.put(Integer.valueOf(parts[0]), parts[1]);
        }
        return types;
    }

    private static @Nullable Object worded(@Nullable Object argument, @Nullable String type, Locale language) {
        if (argument instanceof Collection<?> many) {
            return many.isEmpty()
                    ? Terms.word("", "-", language)
                    : many.stream()
                            .map(one -> one instanceof Enum<?>
                                    ? String.valueOf(worded(one, type, language))
                                    : literalOrTerm(String.valueOf(one), type, language))
                            .collect(Collectors.joining(", "));
        }
        if (argument instanceof Enum<?> constant) {
            return Terms.word(typeOf(constant), constant.name(), language);
        }
        if (Dates.DATE.equals(type) || argument instanceof LocalDate) {
            return Dates.written(String.valueOf(argument), language);
        }
        if (Dates.RANGE.equals(type)) {
            return Dates.writtenRange(String.valueOf(argument), language);
        }
        if (argument instanceof CharSequence text && type != null) {
            return Arrays.stream(text.toString().split(", ", -1))
                    .map(name -> Terms.word(type, PlainText.printable(name), language))
                    .collect(Collectors.joining(", "));
        }
        return argument instanceof CharSequence text ? PlainText.printable(text.toString()) : argument;
    }

    private static String literalOrTerm(String name, @Nullable String type, Locale language) {
        String printable = PlainText.printable(name);
        return type == null ? Terms.literal(printable, language) : Terms.word(type, printable, language);
    }

    /** {@code FundingLine.State} for an enum inside a class. */
    static String typeOf(Enum<?> constant) {
        String name = constant.getDeclaringClass().getName();
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }

    /** Without fallback between languages: a missing French text must fail, not appear in English. */
    private static ResourceBundle bundle(ProblemCode code, Locale language) {
        Class<?> type = ((Enum<?>) code).getDeclaringClass();
        String suffix = language.getLanguage().equals("fr") ? "_fr" : "";
        return ResourceBundle.getBundle(
                "problems." + type.getSimpleName() + suffix, Locale.ROOT, type.getClassLoader());
    }
}
