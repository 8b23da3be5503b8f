package fr.cned.partenariats.gateway.route;

import java.time.Duration;

/** Where the requests of one prefix go, and how large and slow they may be. */
public record Route(Service service, long maxBody, Duration requestBodyTimeout, Duration responseTimeout) {}
