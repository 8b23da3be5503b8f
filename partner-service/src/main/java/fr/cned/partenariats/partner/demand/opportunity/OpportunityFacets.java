package fr.cned.partenariats.partner.demand.opportunity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The number of opportunities per facet value.
 *
 * @param facets the counts by facet, each with its most frequent values; a facet has the name of its query parameter
 */
public record OpportunityFacets(Map<String, List<Count>> facets) {

    /** One value of a facet and its number of opportunities. */
    public record Count(String value, long count) {}

    /** Groups the rows (facet, value, count) by facet. Includes facets without a value. */
    static OpportunityFacets of(List<?> rows) {
        Map<String, List<Count>> facets = new LinkedHashMap<>();
        for (OpportunityFacet facet : OpportunityFacet.values()) {
            facets.put(facet.parameter(), new ArrayList<>());
        }
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            facets.getOrDefault((String) columns[0], List.of())
                    .add(new Count((String) columns[1], ((Number) columns[2]).longValue()));
        }
        return new OpportunityFacets(facets);
    }
}
