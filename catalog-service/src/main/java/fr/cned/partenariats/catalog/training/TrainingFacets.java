package fr.cned.partenariats.catalog.training;

import java.util.List;
import java.util.Map;

/**
 * The number of trainings per facet value.
 *
 * @param facets the counts by facet; a facet has the name of its query parameter
 */
public record TrainingFacets(Map<String, List<Count>> facets) {

    /** One value of a facet and its number of trainings. */
    public record Count(String value, long count) {}
}
