package fr.cned.partenariats.catalog.training;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Builds and reads the query that counts trainings per facet value. The counts of a facet ignore the filter on this
 * facet: with {@code family=BTS}, the other families still show their counts.
 */
final class FacetCounts {

    private FacetCounts() {}

    /**
     * Returns SQL with the columns facet, value and count. It reads the table once. The intermediate rows have only the
     * values of the facets: whole trainings, with their texts, would not fit into {@code work_mem}.
     *
     * @param condition on the table alias {@code t}; covers every filter that is no facet
     */
    static String sql(String condition, Map<Facet, List<String>> selected) {
        String values = Stream.of(Facet.values())
                .map(facet -> facet.expression() + " as " + facet.name())
                .collect(joining(", "));
        String passes = selected.keySet().stream()
                .map(facet -> ", coalesce(" + facet.condition() + ", false) as passes_" + facet.name())
                .collect(joining());
        String counts = Stream.of(Facet.values())
                .map(facet -> countsOf(facet, selected))
                .collect(joining("\nunion all "));
        return "with v as materialized (select " + values + passes + " from training t where " + condition + ")\n"
                + counts + "\norder by count desc, value";
    }

    private static String countsOf(Facet facet, Map<Facet, List<String>> selected) {
        String others = selected.keySet().stream()
                .filter(other -> other != facet)
                .map(other -> " and passes_" + other.name())
                .collect(joining());
        return "select '" + facet.parameter() + "' as facet, value, count(*) as count from (select " + facet.eachValue()
                + " as value from v where true" + others + ") as f where value is not null group by value";
    }

    /** Groups the rows by facet. Includes facets without a value. */
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
