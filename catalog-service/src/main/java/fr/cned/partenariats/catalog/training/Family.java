package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.training.Exemption.HIGH_LEVEL_ATHLETE;
import static fr.cned.partenariats.catalog.training.Exemption.PARENT_OF_THREE;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kind of training. Most families have one fixed level of the French framework, which equals the EQF level. */
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

    /** The level of every training of this family; null when the level depends on the training. */
    public @Nullable Integer level() {
        return level;
    }

    /** The exemptions that the law grants for every training of this family. */
    public List<Exemption> statutoryExemptions() {
        return this == CONCOURS ? List.of(HIGH_LEVEL_ATHLETE, PARENT_OF_THREE) : List.of();
    }
}
