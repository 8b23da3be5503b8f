package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.query.Lists.distinct;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a student must have to enter.
 *
 * @param minLevel level of the diploma required; absent when none is
 * @param exemptions who may enter without it
 */
public record Prerequisites(
        @Nullable @Min(3) @Max(8) Integer minLevel,
        @Size(max = 20) List<@NotNull Exemption> exemptions) {

    static final Prerequisites NONE = new Prerequisites(null, List.of());

    public Prerequisites {
        exemptions = distinct(exemptions);
    }

    /** With the exemptions that the law adds: nobody can leave them out. */
    Prerequisites of(Family family) {
        return new Prerequisites(
                minLevel,
                Stream.concat(family.statutoryExemptions().stream(), exemptions.stream())
                        .toList());
    }
}
