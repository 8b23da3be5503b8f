package fr.cned.partenariats.gateway.route;

import java.time.Duration;

/**
 * Where the requests of one prefix go, and how large and slow they may be.
 *
 * @param bulk whether bodies are too large to be held here, so that they stream to the service
 */
public record Route(
        Service service, long maxBody, Duration requestBodyTimeout, Duration responseTimeout, boolean bulk) {}
