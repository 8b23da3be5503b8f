package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.training.Exemption.HIGH_LEVEL_ATHLETE;
import static fr.cned.partenariats.catalog.training.Exemption.PARENT_OF_THREE;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kinds of programme, each with the level of the French framework (equal to EQF) that it leads to, where that is fixed. */
public enum Family {
    BTS(5),
    BTS_AGRICOLE(5),
    DAEU(4),
    FLE(null),
    LICENCE(6),
    MASTER(7),
    DIPLOME_UNIVERSITE(null),
    CONCOURS(null),
    OTHER(null);

    private final @Nullable Integer level;

    Family(@Nullable Integer level) {
        this.level = level;
    }

    /** The one level that this family leads to; null where it differs from training to training. */
    public @Nullable Integer level() {
        return level;
    }

    /** Who is exempt by law from the diploma that trainings of this family require. */
    public List<Exemption> statutoryExemptions() {
        return this == CONCOURS ? List.of(HIGH_LEVEL_ATHLETE, PARENT_OF_THREE) : List.of();
    }
}
