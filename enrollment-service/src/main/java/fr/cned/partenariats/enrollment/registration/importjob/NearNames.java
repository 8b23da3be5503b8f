package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.enrollment.registration.importjob.file.PlainName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds names that are like a wrong one: those that share most pairs of letters with it. */
final class NearNames {

    private static final int MOST = 3;
    private static final double LIKE = 0.4;
    /** A longer text is no name. */
    private static final int LONGEST = 100;

    private final Map<String, Set<String>> pairsOfNames = new LinkedHashMap<>();

    NearNames(Collection<String> names) {
        names.forEach(name -> pairsOfNames.put(name, pairs(name)));
    }

    /** At most three names, the nearest first; a hyphen when none is like it. */
    String to(String wrong) {
        Set<String> pairs = pairs(wrong);
        Map<String, Double> likeness = new LinkedHashMap<>();
        pairsOfNames.forEach((name, ofName) -> {
            double shared = ofName.stream().filter(pairs::contains).count();
            double like = 2 * shared / Math.max(1, pairs.size() + ofName.size());
            if (like >= LIKE) {
                likeness.put(name, like);
            }
        });
        String near = likeness.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return near.isEmpty() ? "-" : near;
    }

    private static Set<String> pairs(String name) {
        String plain = PlainName.of(name.length() > LONGEST ? name.substring(0, LONGEST) : name);
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 2 <= plain.length(); i++) {
            pairs.add(plain.substring(i, i + 2));
        }
        return pairs;
    }
}
