package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class ContractEvents extends EntityEvents<ApprenticeshipContract> {

    ContractEvents(EntityManager em) {
        super(em, ApprenticeshipContract.class, "enrollment.apprenticeship-contracts.v1", ContractChanged::of);
    }
}
