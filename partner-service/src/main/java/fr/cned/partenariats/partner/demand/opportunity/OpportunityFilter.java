package fr.cned.partenariats.partner.demand.opportunity;

import fr.cned.partenariats.commons.base.codes.Department;
import fr.cned.partenariats.commons.base.codes.RegionName;
import fr.cned.partenariats.commons.base.codes.Rome;
import fr.cned.partenariats.commons.base.paging.ListFilter;
import fr.cned.partenariats.commons.base.validation.MaxWords;
import jakarta.validation.constraints.Size;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query parameters that filter opportunities. Several values of one parameter mean OR, several parameters AND. */
public class OpportunityFilter implements ListFilter {

    @RestQuery
    @Size(max = 200)
    @MaxWords(15)
    @Parameter(
            description = "French full-text search in title, kind, municipality, ROME code and description. It ignores"
                    + " accents, matches plurals and corrects typos. An opportunity must match every word. At most 15"
                    + " words. Best matches come first. An empty text is no filter.")
    public @Nullable String q;

    @RestQuery
    public List<OpportunityKind> kind = List.of();

    @RestQuery
    @Parameter(description = "Only opportunities of one of these companies.")
    public List<UUID> partnerId = List.of();

    @RestQuery
    public List<@Rome String> romeCode = List.of();

    @RestQuery
    public List<@Department String> department = List.of();

    @RestQuery
    public List<@RegionName String> region = List.of();

    @RestQuery
    @Parameter(
            description =
                    "`true` also lists opportunities that are not shown: withdrawn, past their last day, or of a company"
                            + " without an agreement in force. An officer gets those of all companies, a partner its"
                            + " own.")
    public @Nullable Boolean past;

    /** An empty or blank search text is no filter. */
    Optional<String> words() {
        return Optional.ofNullable(q).filter(typed -> !typed.matches("[\\s\\p{Z}]*"));
    }

    /** The requested values by facet. Leaves out facets without a filter. */
    Map<OpportunityFacet, List<String>> selected() {
        Map<OpportunityFacet, List<String>> selected = new EnumMap<>(OpportunityFacet.class);
        put(selected, OpportunityFacet.KIND, kind);
        put(selected, OpportunityFacet.REGION, region);
        put(selected, OpportunityFacet.DEPARTMENT, department);
        put(selected, OpportunityFacet.ROME, romeCode);
        put(selected, OpportunityFacet.COMPANY, partnerId);
        return selected;
    }

    private static void put(Map<OpportunityFacet, List<String>> selected, OpportunityFacet facet, List<?> values) {
        if (!values.isEmpty()) {
            selected.put(facet, values.stream().map(Object::toString).toList());
        }
    }
}
