package fr.cned.partenariats.commons.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * Generates a text of least or greatest length for a regular expression. Knows what the patterns of the contracts use:
 * literals, {@code \d}, classes with ranges, {@code {n}} and {@code {m,n}}, and one group of alternatives.
 */
final class TextOfPattern {

    private final String pattern;
    private final boolean longest;
    private int at;
    private int place;

    private TextOfPattern(String pattern, boolean longest, int place) {
        this.pattern = pattern;
        this.longest = longest;
        this.place = place;
    }

    /** @param place texts of different places differ, as far as the pattern allows it */
    static String of(String pattern, boolean longest, int place) {
        String inner =
                pattern.substring(1, pattern.length() - 1).replaceFirst("\\(([^()|]*)\\)\\?$", longest ? "$1" : "");
        if (inner.startsWith("(") && inner.endsWith(")") && inner.indexOf('(', 1) < 0) {
            String[] alternatives = inner.substring(1, inner.length() - 1).split("\\|", -1);
            inner = alternatives[place % alternatives.length];
        }
        return new TextOfPattern(inner, longest, place).generate();
    }

    private String generate() {
        StringBuilder reversed = new StringBuilder();
        List<String> positions = new ArrayList<>();
        while (at < pattern.length()) {
            String set = nextSet();
            int count = nextCount();
            for (int i = 0; i < count; i++) {
                positions.add(set);
            }
        }
        for (int i = positions.size() - 1; i >= 0; i--) {
            String set = positions.get(i);
            reversed.append(set.charAt(place % set.length()));
            place /= set.length();
        }
        return reversed.reverse().toString();
    }

    private String nextSet() {
        char first = pattern.charAt(at++);
        if (first == '\\') {
            char escaped = pattern.charAt(at++);
            return escaped == 'd' ? "0123456789" : String.valueOf(escaped);
        }
        if (first != '[') {
            return String.valueOf(first);
        }
        StringBuilder set = new StringBuilder();
        while (pattern.charAt(at) != ']') {
            char from = pattern.charAt(at++);
            if (pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
                for (char c = from; c <= pattern.charAt(at + 1); c++) {
                    set.append(c);
                }
                at += 2;
            } else {
                set.append(from);
            }
        }
        at++;
        return set.toString();
    }

    private int nextCount() {
        if (at == pattern.length() || pattern.charAt(at) != '{') {
            return 1;
        }
        int end = pattern.indexOf('}', at);
        String[] counts = pattern.substring(at + 1, end).split(",", -1);
        at = end + 1;
        return Integer.parseInt(counts[longest ? counts.length - 1 : 0]);
    }
}
