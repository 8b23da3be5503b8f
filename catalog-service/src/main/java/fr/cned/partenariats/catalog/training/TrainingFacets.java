package fr.cned.partenariats.catalog.training;

import java.util.List;
import java.util.Map;

/**
 * How many trainings each value of each facet would find, all other filters kept.
 *
 * @param facets by the name of the query parameter that filters by it
 */
public record TrainingFacets(Map<String, List<Count>> facets) {

    /** One value of a facet. */
    public record Count(String value, long count) {}
}
