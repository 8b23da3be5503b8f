package fr.cned.partenariats.gateway.route;

import java.time.Duration;

/**
 * The service of one path prefix and the limits of its requests.
 *
 * @param bulk whether the gateway streams bodies to the service instead of buffering them
 */
public record Route(
        Service service, long maxBody, Duration requestBodyTimeout, Duration responseTimeout, boolean bulk) {}
