package fr.cned.partenariats.partner.agreement.terms;

import fr.cned.partenariats.commons.base.codes.TrainingCode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which trainings an agreement covers. A training is covered when its family or its code is listed; when both lists
 * are empty, every training is. Modalities and levels restrict further where they are set.
 */
@Schema(
        description = "A training is covered when its family or its code is listed; when both lists are empty, every"
                + " training is covered. An empty list of modalities or an absent level restricts nothing.")
public record Scope(
        @Size(max = 20) Set<@NotNull Family> families,

        @Size(max = 200) Set<@NotNull @TrainingCode String> trainingCodes,

        @Size(max = 3) Set<@NotNull Modality> modalities,

        @Min(3) @Max(8) @Nullable Integer minLevel,

        @Min(3) @Max(8) @Nullable Integer maxLevel) {

    public static final Scope ALL = new Scope(Set.of(), Set.of(), Set.of(), null, null);

    /** Sorts each set: equal scopes then have equal JSON. */
    public Scope {
        families = sorted(families);
        trainingCodes = sorted(trainingCodes);
        modalities = sorted(modalities);
    }

    /** Keeps a null element, which the constraints refuse with its pointer. */
    private static <E extends Comparable<E>> Set<E> sorted(@Nullable Set<E> given) {
        if (given == null) {
            return Set.of();
        }
        Set<E> sorted = new TreeSet<>(Comparator.nullsFirst(Comparator.<E>naturalOrder()));
        sorted.addAll(given);
        return sorted;
    }

    private boolean namesTrainings() {
        return !families.isEmpty() || !trainingCodes.isEmpty();
    }

    private boolean names(String trainingCode, @Nullable String family) {
        return trainingCodes.contains(trainingCode)
                || families.stream().anyMatch(listed -> listed.name().equals(family));
    }

    /**
     * Whether no training that the quota is for is covered. A training whose family is not known yet counts as covered
     * when a family is listed.
     */
    boolean excludes(SeatQuota quota, Map<String, String> familyOf) {
        String code = quota.trainingCode();
        Family family = quota.family();
        if (!namesTrainings() || (code == null && family == null)) {
            return false;
        }
        if (code != null) {
            String known = familyOf.get(code);
            return !names(code, known) && (known != null || families.isEmpty());
        }
        String name = String.valueOf(family);
        return !families.contains(family)
                && trainingCodes.stream()
                        .allMatch(listed -> !familyOf.getOrDefault(listed, name).equals(name));
    }

    /** Fills unset restrictions from the framework. Families and codes are one restriction. */
    Scope orElse(Scope framework) {
        return new Scope(
                namesTrainings() ? families : framework.families,
                namesTrainings() ? trainingCodes : framework.trainingCodes,
                modalities.isEmpty() ? framework.modalities : modalities,
                minLevel == null ? framework.minLevel : minLevel,
                maxLevel == null ? framework.maxLevel : maxLevel);
    }

    /**
     * The names of the restrictions that allow more than the framework's do.
     *
     * @param familyOf family by training code, for the trainings that are known
     */
    List<String> exceeding(Scope framework, Map<String, String> familyOf) {
        List<String> exceeding = new ArrayList<>();
        if (framework.namesTrainings() && !framework.families.containsAll(families)) {
            exceeding.add("families");
        }
        if (framework.namesTrainings()
                && !trainingCodes.stream().allMatch(code -> framework.names(code, familyOf.get(code)))) {
            exceeding.add("trainingCodes");
        }
        if (!framework.modalities.isEmpty() && !framework.modalities.containsAll(modalities)) {
            exceeding.add("modalities");
        }
        if (minLevel != null && framework.excludesLevel(minLevel)) {
            exceeding.add("minLevel");
        }
        if (maxLevel != null && framework.excludesLevel(maxLevel)) {
            exceeding.add("maxLevel");
        }
        return exceeding;
    }

    /** What this framework's scope allows, as a text, for a restriction that {@link #exceeding} names. */
    String limit(String restriction) {
        return switch (restriction) {
            case "families" -> joined(families.stream());
            case "trainingCodes" -> joined(Stream.concat(families.stream(), trainingCodes.stream()));
            case "modalities" -> joined(modalities.stream());
            default -> (minLevel == null ? ".." : minLevel) + "-" + (maxLevel == null ? ".." : maxLevel);
        };
    }

    private static String joined(Stream<?> allowed) {
        return allowed.map(String::valueOf).collect(Collectors.joining(", "));
    }

    private boolean excludesLevel(int level) {
        return (minLevel != null && level < minLevel) || (maxLevel != null && level > maxLevel);
    }
}
