package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a registration.
 *
 * @param partnerId the partner that the token is bound to; null for the staff of the Cned
 * @param client the registered client of the token
 */
public record Sender(@Nullable UUID partnerId, String client) {}
