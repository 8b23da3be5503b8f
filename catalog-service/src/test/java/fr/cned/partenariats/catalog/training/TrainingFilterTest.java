package fr.cned.partenariats.catalog.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Query parameters of the training list as facets, and facets as SQL. */
class TrainingFilterTest {

    @Test
    void withoutFilterOnlyPublishedTrainingsAreSelected() {
        assertThat(new TrainingFilter().selected()).isEqualTo(Map.of(Facet.STATE, List.of("PUBLISHED")));
    }

    @Test
    void eachParameterSelectsItsFacet() {
        TrainingFilter filter = new TrainingFilter();
        filter.family = List.of(Family.BTS, Family.MASTER);
        filter.level = List.of(5);
        filter.apprenticeship = false;
        filter.state = List.of(TrainingState.DRAFT);

        assertThat(filter.selected())
                .isEqualTo(Map.of(
                        Facet.FAMILY, List.of("BTS", "MASTER"),
                        Facet.LEVEL, List.of("5"),
                        Facet.APPRENTICESHIP, List.of("false"),
                        Facet.STATE, List.of("DRAFT")));
    }

    @Test
    void aBlankSearchTextIsAbsent() {
        TrainingFilter filter = new TrainingFilter();
        assertThat(filter.words()).isEmpty();
        filter.q = "  ";
        assertThat(filter.words()).isEmpty();
        filter.q = "douane";
        assertThat(filter.words()).contains("douane");
    }

    @ParameterizedTest
    @EnumSource(Facet.class)
    void theCountsOfAFacetIgnoreItsOwnFilter(Facet facet) {
        String sql = FacetCounts.sql("1 = 1", Map.of(facet, List.of("x")));

        for (Facet other : Facet.values()) {
            assertThat(countOf(other, sql).contains("passes_" + facet.name()))
                    .as(other.name())
                    .isEqualTo(other != facet);
        }
    }

    @Test
    void theResultListsFacetsWithoutValues() {
        TrainingFacets counts = FacetCounts.of(List.<Object[]>of(new Object[] {"family", "BTS", 2L}));

        assertThat(counts.facets().keySet())
                .containsExactlyElementsOf(
                        Stream.of(Facet.values()).map(Facet::parameter).toList());
        assertThat(counts.facets().get("family")).containsExactly(new TrainingFacets.Count("BTS", 2));
        assertThat(counts.facets().get("level")).isEmpty();
    }

    /** The part of the union that counts one facet. */
    private static String countOf(Facet facet, String sql) {
        return Stream.of(sql.split("union all", -1))
                .filter(part -> part.contains("select '" + facet.parameter() + "' as facet"))
                .map(part -> part.substring(part.indexOf("select '")))
                .findFirst()
                .orElseThrow();
    }
}
