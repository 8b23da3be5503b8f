package fr.cned.partenariats.commons.audit;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, by which operation.
 *
 * @param client the registered client, or this service when it acts by itself
 * @param subject the opaque id of the person or of the program's account
 * @param roles those of the caller that open the operation
 */
record Actor(
        String client,
        String subject,
        List<String> roles,
        @Nullable UUID tenant,
        String operation,
        @Nullable String traceId) {}
