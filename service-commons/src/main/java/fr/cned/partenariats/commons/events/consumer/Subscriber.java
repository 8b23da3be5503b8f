package fr.cned.partenariats.commons.events.consumer;

import java.util.List;

/** A bean that handles events of other services. */
public interface Subscriber {

    List<Subscription<?>> subscriptions();
}
