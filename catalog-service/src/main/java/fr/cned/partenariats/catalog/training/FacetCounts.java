package fr.cned.partenariats.catalog.training;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts trainings by every facet in one query. A facet's counts leave its own filter out: with
 * family=BTS chosen, the other families still show what choosing them too would add.
 */
final class FacetCounts {

    private FacetCounts() {}

    /**
     * SQL that gives facet, value and count.
     *
     * @param which a condition on the trainings {@code t}, apart from their facets
     */
    static String sql(String which, Map<Facet, List<String>> selected) {
        String passes = selected.keySet().stream()
                .map(facet -> ", coalesce(" + facet.condition() + ", false) as passes_" + facet.name())
                .collect(joining());
        String counts = Stream.of(Facet.values())
                .map(facet -> countsOf(facet, selected))
                .collect(joining("\nunion all "));
        return "with t as materialized (select t.*" + passes + " from training t where " + which + ")\n" + counts
                + "\norder by count desc, value";
    }

    private static String countsOf(Facet facet, Map<Facet, List<String>> selected) {
        String others = selected.keySet().stream()
                .filter(other -> other != facet)
                .map(other -> " and passes_" + other.name())
                .collect(joining());
        return "select '" + facet.parameter() + "' as facet, value, count(*) as count from (select " + facet.value()
                + " as value from t where true" + others + ") as v where value is not null group by value";
    }

    /** All facets, also those without any value. */
    static TrainingFacets of(List<?> rows) {
        Map<String, List<TrainingFacets.Count>> facets = new LinkedHashMap<>();
        for (Facet facet : Facet.values()) {
            facets.put(facet.parameter(), new ArrayList<>());
        }
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            facets.getOrDefault((String) columns[0], List.of())
                    .add(new TrainingFacets.Count((String) columns[1], ((Number) columns[2]).longValue()));
        }
        return new TrainingFacets(facets);
    }
}
