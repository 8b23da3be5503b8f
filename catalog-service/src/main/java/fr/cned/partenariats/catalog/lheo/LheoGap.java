package fr.cned.partenariats.catalog.lheo;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A published training that LHEO cannot show as the catalogue does.
 *
 * @param exported whether the export contains the training
 */
public record LheoGap(UUID trainingId, String trainingCode, String title, boolean exported, List<Reason> reasons) {

    /** @param element the element of LHEO; null for the whole training */
    public record Reason(LheoGapCode code, @Nullable String element, String text) {}
}
