package fr.cned.partenariats.commons.http;

import jakarta.ws.rs.container.ContainerResponseContext;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Removes scheme and host from {@code Location} (RFC 9110, section 10.2.2). JAX-RS adds those of this service, which
 * clients of the gateway cannot reach.
 */
class RelativeLocation {

    @ServerResponseFilter
    void strip(ContainerResponseContext response) {
        if (response.getLocation() != null) {
            URI location = response.getLocation();
            String query = location.getRawQuery() == null ? "" : '?' + location.getRawQuery();
            response.getHeaders().putSingle("Location", location.getRawPath() + query);
        }
    }
}
