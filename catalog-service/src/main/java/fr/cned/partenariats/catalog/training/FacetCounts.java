package fr.cned.partenariats.catalog.training;

import static java.util.stream.Collectors.joining;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts trainings by every facet in one query. A facet's counts leave its own filter out: with
 * family=BTS chosen, the other families still show what choosing them too would add.
 */
@ApplicationScoped
class FacetCounts {

    private final EntityManager em;

    FacetCounts(EntityManager em) {
        this.em = em;
    }

    TrainingFacets count(TrainingFilter filter, boolean drafts) {
        Map<Facet, List<String>> selected = filter.selected();
        String passes = selected.keySet().stream()
                .map(facet -> ", coalesce(" + facet.condition() + ", false) as passes_" + facet.name())
                .collect(joining());
        String found = filter.q == null ? "true" : "t.search @@ (select training_query(:q))";
        String counts = Stream.of(Facet.values())
                .map(facet -> countsOf(facet, selected))
                .collect(joining("\nunion all "));
        Query query = em.createNativeQuery("with t as materialized (select t.*" + passes + " from training t where "
                + found + (drafts ? "" : " and t.state <> 'DRAFT'") + ")\n" + counts
                + "\norder by count desc, value");
        if (filter.q != null) {
            query.setParameter("q", filter.q);
        }
        selected.forEach((facet, values) -> query.setParameter(facet.parameter(), values.toArray(new String[0])));
        return facets(query);
    }

    private static String countsOf(Facet facet, Map<Facet, List<String>> selected) {
        String others = selected.keySet().stream()
                .filter(other -> other != facet)
                .map(other -> " and passes_" + other.name())
                .collect(joining());
        return "select '" + facet.parameter() + "' as facet, value, count(*) as count from (select " + facet.value()
                + " as value from t where true" + others + ") as v where value is not null group by value";
    }

    private static TrainingFacets facets(Query query) {
        Map<String, List<TrainingFacets.Count>> facets = new LinkedHashMap<>();
        for (Facet facet : Facet.values()) {
            facets.put(facet.parameter(), new ArrayList<>());
        }
        for (Object row : query.getResultList()) {
            Object[] columns = (Object[]) row;
            facets.getOrDefault((String) columns[0], List.of())
                    .add(new TrainingFacets.Count((String) columns[1], ((Number) columns[2]).longValue()));
        }
        return new TrainingFacets(facets);
    }
}
