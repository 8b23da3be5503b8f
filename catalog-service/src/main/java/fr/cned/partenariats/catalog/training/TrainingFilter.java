package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.validation.MaxWords;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What a list of trainings is narrowed to. Values of one facet widen it, facets narrow it together. */
public class TrainingFilter {

    @RestQuery
    @Size(max = 200)
    @MaxWords(15)
    @Parameter(
            description = "French full-text search: accents do not count, plurals match, typos are corrected. "
                    + "All words are required, at most 15; the best matches come first.")
    public @Nullable String q;

    @RestQuery
    public List<Family> family = List.of();

    @RestQuery
    public List<@Min(3) @Max(8) Integer> level = List.of();

    @RestQuery
    public List<Modality> modality = List.of();

    @RestQuery
    @Parameter(description = "Trainings that one of these partners delivers, alone or with others.")
    public List<UUID> providerId = List.of();

    @RestQuery
    public @Nullable Boolean apprenticeship;

    @RestQuery
    @Parameter(description = "Category of the civil service that a concours leads to.")
    public List<Category> category = List.of();

    @RestQuery
    public List<Branch> branch = List.of();

    @RestQuery
    public List<Route> route = List.of();

    @RestQuery
    public List<String> corps = List.of();

    @RestQuery
    public List<String> rome = List.of();

    @RestQuery
    public List<String> nsf = List.of();

    @RestQuery
    @Parameter(description = "PUBLISHED when nothing else is asked for. Only catalogue managers see drafts.")
    public List<TrainingState> state = List.of();

    @RestQuery
    @Parameter(
            description = "What the agreements of this partner in force today open to it. "
                    + "A partner can only name itself.")
    public @Nullable UUID partnerId;

    @RestQuery
    @Parameter(description = "Trainings that answer this need of a partner.")
    public @Nullable UUID trainingNeedId;

    /** An empty search field searches for nothing in particular. */
    Optional<String> words() {
        return Optional.ofNullable(q).filter(typed -> !typed.isBlank());
    }

    /** The values asked for, by facet; facets without any are left out. */
    Map<Facet, List<String>> selected() {
        Map<Facet, List<String>> selected = new EnumMap<>(Facet.class);
        put(selected, Facet.FAMILY, family);
        put(selected, Facet.LEVEL, level);
        put(selected, Facet.MODALITY, modality);
        put(selected, Facet.PROVIDER, providerId);
        put(selected, Facet.APPRENTICESHIP, apprenticeship == null ? List.of() : List.of(apprenticeship));
        put(selected, Facet.CATEGORY, category);
        put(selected, Facet.BRANCH, branch);
        put(selected, Facet.ROUTE, route);
        put(selected, Facet.CORPS, corps);
        put(selected, Facet.ROME, rome);
        put(selected, Facet.NSF, nsf);
        put(selected, Facet.STATE, state.isEmpty() ? List.of(TrainingState.PUBLISHED) : state);
        return selected;
    }

    private static void put(Map<Facet, List<String>> selected, Facet facet, List<?> values) {
        if (!values.isEmpty()) {
            selected.put(facet, values.stream().map(Object::toString).toList());
        }
    }

    /** What a cursor is bound to. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {words(), selected(), partnerId, trainingNeedId};
    }
}
