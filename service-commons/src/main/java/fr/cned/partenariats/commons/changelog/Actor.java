package fr.cned.partenariats.commons.changelog;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The caller of an operation that is recorded in the log.
 *
 * @param client the registered client, or this service for its jobs
 * @param subject the opaque id of the person or of the program's account
 * @param roles those roles of the caller that allow the operation
 * @param span id and flags of the current span, as in a {@code traceparent}
 */
public record Actor(
        String client,
        String subject,
        List<String> roles,
        @Nullable UUID tenant,
        String operation,
        @Nullable String traceId,
        @Nullable String span) {}
