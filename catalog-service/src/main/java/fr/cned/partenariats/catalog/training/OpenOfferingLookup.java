package fr.cned.partenariats.catalog.training;

import java.util.List;
import java.util.UUID;

/** Finds open offerings of a training. The package {@code offering} implements it, which avoids a package cycle. */
public interface OpenOfferingLookup {

    List<UUID> findOpen(UUID trainingId);

    /** Finds open offerings with a modality or route outside the given ones. */
    List<UUID> findOpenOutside(UUID trainingId, List<Modality> modalities, List<ContestRoute> routes);
}
