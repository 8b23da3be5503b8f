package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.base.codes.Nsf;
import fr.cned.partenariats.commons.base.codes.Rome;
import fr.cned.partenariats.commons.base.paging.ListFilter;
import fr.cned.partenariats.commons.base.validation.MaxWords;
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

/** Filters of the training list. Several values of one parameter mean OR, several parameters mean AND. */
public class TrainingFilter implements ListFilter {

    @RestQuery
    @Size(max = 200)
    @MaxWords(15)
    @Parameter(
            description = "French full-text search. It ignores accents, matches plurals and corrects typos. "
                    + "A training must match every word. At most 15 words. Best matches come first. An empty text is "
                    + "no filter.")
    public @Nullable String q;

    @RestQuery
    public List<Family> family = List.of();

    @RestQuery
    public List<@Min(3) @Max(8) Integer> level = List.of();

    @RestQuery
    public List<Modality> modality = List.of();

    @RestQuery
    @Parameter(description = "Only trainings that at least one of these partners delivers.")
    public List<UUID> providerId = List.of();

    @RestQuery
    public @Nullable Boolean apprenticeship;

    @RestQuery
    @Parameter(description = "Only trainings for a concours of this category of the civil service.")
    public List<CivilServiceCategory> category = List.of();

    @RestQuery
    public List<CivilServiceBranch> branch = List.of();

    @RestQuery
    public List<ContestRoute> route = List.of();

    @RestQuery
    public List<@Size(max = 250) String> corps = List.of();

    @RestQuery
    public List<@Rome String> rome = List.of();

    @RestQuery
    public List<@Nsf String> nsf = List.of();

    @RestQuery
    @Parameter(description = "Default: PUBLISHED. Only catalogue managers see drafts.")
    public List<TrainingState> state = List.of();

    @RestQuery
    @Parameter(
            description =
                    "Only trainings that this partner's agreements cover today. " + "A partner may only name itself.")
    public @Nullable UUID partnerId;

    @RestQuery
    @Parameter(
            description = "Only trainings that answer this training need; none for a partner, "
                    + "whose need names the code of its training.")
    public @Nullable UUID trainingNeedId;

    /** No query parameter: the code of the training. */
    public @Nullable String code;

    /** An empty or blank search text is no filter. */
    Optional<String> words() {
        return Optional.ofNullable(q).filter(typed -> !typed.matches("[\\s\\p{Z}]*"));
    }

    /** The requested values by facet. Leaves out facets without a filter. */
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

    /** A blank value is no filter. */
    private static void put(Map<Facet, List<String>> selected, Facet facet, List<?> values) {
        List<String> given = values.stream()
                .map(Object::toString)
                .filter(value -> !value.isBlank())
                .toList();
        if (!given.isEmpty()) {
            selected.put(facet, given);
        }
    }
}
