package fr.cned.partenariats.partner.integration.webhook;

import java.util.Set;
import java.util.UUID;

/** CDI event: the current transaction makes deliveries of these webhooks due. */
record DeliveriesDue(Set<UUID> webhookIds) {}
