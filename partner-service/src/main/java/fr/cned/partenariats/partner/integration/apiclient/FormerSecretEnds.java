package fr.cned.partenariats.partner.integration.apiclient;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * CDI event: a rotation or a revocation changed when the former secret of a client ends.
 *
 * @param at null when the client has no former secret any more
 */
public record FormerSecretEnds(
        UUID partnerId, UUID clientId, @Nullable Instant at) {}
