package fr.cned.partenariats.gateway.edge.route;

import fr.cned.partenariats.gateway.GatewayConfig;
import java.util.Locale;

/** The services behind the gateway. */
public enum Service {
    PARTNER,
    CATALOG,
    ENROLLMENT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in metrics, on the health page and in paths. */
    public String label() {
        return label;
    }

    /** The addresses of the service. */
    public GatewayConfig.Upstream upstream(GatewayConfig config) {
        return switch (this) {
            case PARTNER -> config.services().partner();
            case CATALOG -> config.services().catalog();
            case ENROLLMENT -> config.services().enrollment();
        };
    }
}
