package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.CatalogProblem.MODALITY_NOT_OFFERED;
import static fr.cned.partenariats.catalog.CatalogProblem.ROUTE_NOT_OFFERED;
import static fr.cned.partenariats.catalog.CatalogProblem.TRAINING_NOT_PUBLISHED;
import static fr.cned.partenariats.catalog.CatalogProblem.UNKNOWN_NETWORK;

import fr.cned.partenariats.catalog.training.TrainingDetails;
import fr.cned.partenariats.catalog.training.TrainingState;
import fr.cned.partenariats.catalog.training.TrainingView;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.util.List;
import java.util.Set;

/** Rules between an offering and its training. */
final class OfferingRules {

    private OfferingRules() {}

    /** Refuses an offering of an unpublished training, or in a modality or for a route that the training lacks. */
    static void requireOffered(TrainingView training, OfferingDetails offering) {
        TrainingDetails details = training.details();
        if (training.state() != TrainingState.PUBLISHED) {
            throw Refusal.at("/trainingId", TRAINING_NOT_PUBLISHED, details.code(), training.state());
        }
        if (!details.modalities().contains(offering.modality())) {
            throw Refusal.at("/modality", MODALITY_NOT_OFFERED, details.code())
                    .property("allowed", details.modalities());
        }
        if (offering.route() != null && !details.routes().contains(offering.route())) {
            throw Refusal.at("/route", ROUTE_NOT_OFFERED, details.code()).property("allowed", details.routes());
        }
    }

    /** The networks of the restriction and of the enrollment periods that do not exist. */
    static List<Violation> unknownNetworks(OfferingDetails offering, Set<String> unknown) {
        return offering.networksByPointer().entrySet().stream()
                .filter(network -> unknown.contains(network.getValue()))
                .map(network -> new Violation(network.getKey(), UNKNOWN_NETWORK, network.getValue()))
                .toList();
    }
}
