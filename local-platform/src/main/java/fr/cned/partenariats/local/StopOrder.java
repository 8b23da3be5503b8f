package fr.cned.partenariats.local;

import fr.cned.partenariats.local.service.ServiceKind;
import java.util.Arrays;

/** The order in which parts stop. A part stops before the parts that it uses, so that it logs no error. */
final class StopOrder {

    private static final int GATEWAY = 0;
    private static final int SERVICES = 1;
    private static final int SERVERS = 2;

    private StopOrder() {}

    /** The stage in which the part with the name stops. Further instances are named after their service. */
    static int of(String part) {
        return Arrays.stream(ServiceKind.values())
                .filter(kind -> part.equals(kind.module()) || part.startsWith(kind.module() + "-"))
                .findFirst()
                .map(kind -> kind == ServiceKind.GATEWAY ? GATEWAY : SERVICES)
                .orElse(SERVERS);
    }
}
