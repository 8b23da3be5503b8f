package fr.cned.partenariats.partner.demand.opportunity;

import static java.util.stream.Collectors.joining;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.agreement.AgreementLookup;
import fr.cned.partenariats.partner.demand.opportunity.OpportunityRepository.PageKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the SQL of the list and of the facets.
 *
 * @param words the search text, if any
 * @param selected the requested values by facet
 * @param shownOn only opportunities that are shown on this day; null for all
 * @param scope only opportunities of this tenant, if it is restricted
 */
record OpportunityQuery(
        Optional<String> words,
        Map<OpportunityFacet, List<String>> selected,
        @Nullable LocalDate shownOn,
        TenantScope scope) {

    /** Values per facet; there are more companies than anybody reads. */
    static final int MOST_VALUES = 100;

    private static final String PUBLISHED = "o.state = 'PUBLISHED' and o.published_until >= :day and ";

    /** Asks for each row: a page without a search stops after its last row. */
    private static final String COMPANY_OF_ROW = AgreementLookup.companyShown("o.partner_id");

    /** Reads all companies once, when many rows are read. */
    private static final String COMPANY_IN_LIST = "o.partner_id in (" + AgreementLookup.companiesShown() + ")";

    /** One page: with a search by rank and id, otherwise by id. */
    String page(boolean continued) {
        if (words.isEmpty()) {
            return "select {o.*}, cast(0 as integer) as rank from opportunity o where "
                    + conditions(COMPANY_OF_ROW).query() + selectedConditions()
                    + (continued ? " and o.id > :after" : "") + " order by o.id limit :rows";
        }
        return "select {o.*}, m.rank from opportunities_matching(:q) m join opportunity o on o.id = m.id where "
                + conditions(COMPANY_IN_LIST).query() + selectedConditions()
                + (continued ? " and (m.rank < :rank or (m.rank = :rank and o.id > :after))" : "")
                + " order by m.rank desc, o.id limit :rows";
    }

    /**
     * Columns facet, value and count. The counts of a facet ignore the filter on this facet. The intermediate rows have
     * no texts, so they fit into {@code work_mem}.
     */
    String facets() {
        String passes = selected.keySet().stream()
                .map(facet -> ", coalesce(" + facet.condition() + ", false) as passes_" + facet.name())
                .collect(joining());
        String values = Stream.of(OpportunityFacet.values())
                .map(facet -> facet.value() + " as " + facet.name())
                .collect(joining(", "));
        String source =
                words.isPresent() ? "opportunities_matching(:q) m join opportunity o on o.id = m.id" : "opportunity o";
        return "with v as materialized (select " + values + passes + " from " + source + " where "
                + conditions(COMPANY_IN_LIST).query() + ")\n"
                + Stream.of(OpportunityFacet.values()).map(this::countsOf).collect(joining("\nunion all "))
                + "\norder by count desc, value";
    }

    private String countsOf(OpportunityFacet facet) {
        String others = selected.keySet().stream()
                .filter(other -> other != facet)
                .map(other -> " and passes_" + other.name())
                .collect(joining());
        return "(select '" + facet.parameter() + "' as facet, " + facet.name() + " as value, count(*) as count from v"
                + " where " + facet.name() + " is not null" + others + " group by 2 order by 3 desc, 2 limit "
                + MOST_VALUES + ")";
    }

    private String selectedConditions() {
        return selected.keySet().stream()
                .map(facet -> " and " + facet.condition())
                .collect(joining());
    }

    private Conditions conditions(String companyInForce) {
        Conditions conditions =
                new Conditions().equal("o.partner_id", scope.restrictedTo().orElse(null));
        return shownOn == null ? conditions : conditions.with(PUBLISHED + companyInForce, Map.of("day", shownOn));
    }

    /** The parameters of both queries, without those of the page. */
    Map<String, Object> parameters() {
        Map<String, Object> parameters = conditions(COMPANY_IN_LIST).parameters();
        words.ifPresent(typed -> parameters.put("q", typed));
        selected.forEach((facet, values) -> parameters.put(facet.parameter(), values.toArray(new String[0])));
        return parameters;
    }

    /** The parameters that name the last row of the previous page. */
    Map<String, Object> parametersOf(PageKey after) {
        return words.isPresent() ? Map.of("rank", after.rank(), "after", after.id()) : Map.of("after", after.id());
    }
}
