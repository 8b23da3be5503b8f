package fr.cned.partenariats.gateway.edge.route;

import java.time.Duration;

/**
 * The service of one path prefix and the limits of its requests.
 *
 * @param leastBytesPerSecond of a request body that arrives; 0: none
 * @param bulk whether the gateway streams bodies to the service instead of buffering them
 * @param export whether the answers are large documents, of which a caller gets few at once
 * @param countsRefusals whether the service counts each POST to the prefix itself, also those that the gateway refuses
 */
public record Route(
        Service service,
        long maxBody,
        long leastBytesPerSecond,
        Duration requestBodyTimeout,
        Duration responseTimeout,
        boolean bulk,
        boolean export,
        boolean countsRefusals) {}
