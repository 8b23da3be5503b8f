package fr.cned.partenariats.partner.registry.partner;

import java.util.UUID;

/** CDI event: the current transaction activates this partner. */
public record PartnerActivated(UUID partnerId) {}
