package fr.cned.partenariats.partner.demand.need;

import fr.cned.partenariats.commons.base.codes.TrainingCode;
import jakarta.validation.constraints.NotNull;

/** The request that accepts a training need: the training that covers it. */
public record AcceptTrainingNeed(@NotNull @TrainingCode String trainingCode) {}
