package fr.cned.partenariats.catalog.training;

import java.util.List;
import java.util.UUID;

/** What trainings need to know of their offerings, which know their trainings. */
public interface OpenOfferings {

    List<UUID> of(UUID trainingId);

    /** Those in another modality, or for another route. */
    List<UUID> notAmong(List<Modality> modalities, List<Route> routes, UUID trainingId);
}
