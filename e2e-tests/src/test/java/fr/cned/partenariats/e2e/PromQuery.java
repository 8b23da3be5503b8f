package fr.cned.partenariats.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of a PromQL query and the labels that it asks of them. Reads names only; promtool checks the syntax. */
final class PromQuery {

    private static final Pattern TOKEN = Pattern.compile(
            "(?<text>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')|(?<range>\\[[^\\]]*\\])|(?<number>[0-9][0-9a-zA-Z.]*)"
                    + "|(?<word>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?<other>\\S)");

    private static final Set<String> WORDS = Set.of(
            "and",
            "or",
            "unless",
            "bool",
            "offset",
            "sum",
            "min",
            "max",
            "avg",
            "count",
            "topk",
            "bottomk",
            "group",
            "stddev",
            "quantile");

    private static final Set<String> GROUPINGS = Set.of("by", "on", "without", "ignoring", "group_left", "group_right");

    /** @param labels those in braces */
    record Selector(String metric, Set<String> labels) {}

    private record Token(String kind, String text) {}

    private final List<Selector> selectors = new ArrayList<>();
    private final Set<String> groupings = new TreeSet<>();
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    private PromQuery(String query) {
        Matcher matcher = TOKEN.matcher(query);
        while (matcher.find()) {
            for (String kind : List.of("text", "range", "number", "word", "other")) {
                if (matcher.group(kind) != null) {
                    tokens.add(new Token(kind, matcher.group(kind)));
                }
            }
        }
    }

    static PromQuery of(String query) {
        PromQuery read = new PromQuery(query);
        while (read.next < read.tokens.size()) {
            read.step();
        }
        return read;
    }

    List<Selector> selectors() {
        return selectors;
    }

    /** The labels after {@code by} and {@code on}. */
    Set<String> groupings() {
        return groupings;
    }

    private void step() {
        Token token = tokens.get(next++);
        if (!token.kind().equals("word")) {
            return;
        }
        if (GROUPINGS.contains(token.text())) {
            if (isNext("(")) {
                groupings.addAll(wordsUntil(")"));
            }
        } else if (!WORDS.contains(token.text()) && !isNext("(")) {
            selectors.add(new Selector(token.text(), isNext("{") ? wordsUntil("}") : Set.of()));
        }
    }

    private boolean isNext(String text) {
        return next < tokens.size() && tokens.get(next).text().equals(text);
    }

    private Set<String> wordsUntil(String end) {
        Set<String> words = new TreeSet<>();
        while (!isNext(end)) {
            Token token = tokens.get(next++);
            if (token.kind().equals("word")) {
                words.add(token.text());
            }
        }
        next++;
        return words;
    }
}
