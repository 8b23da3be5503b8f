package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.DistinctList.distinct;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The diploma that a student needs for a training.
 *
 * @param minLevel level of the required diploma; absent when none is required
 * @param exemptions groups of people who do not need it
 */
public record Prerequisites(
        @Nullable @Min(3) @Max(8) Integer minLevel,
        @Size(max = 20) List<@NotNull Exemption> exemptions) {

    static final Prerequisites NONE = new Prerequisites(null, List.of());

    public Prerequisites {
        exemptions = distinct(exemptions);
    }

    /** Adds the exemptions that the law grants. A request cannot remove them. */
    Prerequisites withStatutoryExemptions(Family family) {
        return new Prerequisites(
                minLevel,
                Stream.concat(family.statutoryExemptions().stream(), exemptions.stream())
                        .toList());
    }
}
