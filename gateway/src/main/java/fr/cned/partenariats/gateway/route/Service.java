package fr.cned.partenariats.gateway.route;

import fr.cned.partenariats.gateway.GatewayConfig;
import java.util.Locale;

/** What stands behind the gateway. */
public enum Service {
    PARTNER,
    CATALOG,
    ENROLLMENT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As people, metrics and addresses name it. */
    public String label() {
        return label;
    }

    /** Where it is. */
    public GatewayConfig.Upstream upstream(GatewayConfig config) {
        return switch (this) {
            case PARTNER -> config.services().partner();
            case CATALOG -> config.services().catalog();
            case ENROLLMENT -> config.services().enrollment();
        };
    }
}
