package fr.cned.partenariats.enrollment.enrollment.opco;

import fr.cned.partenariats.enrollment.enrollment.Opco;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The credentials of the platform at OPCOs. A missing part is found at the start. */
@Startup
@ApplicationScoped
class OpcoSettings {

    private final Map<String, OpcoAccess> accesses = new HashMap<>();

    OpcoSettings(Config config) {
        for (Opco opco : Opco.values()) {
            String of =
                    "enrollment.opco." + opco.name().toLowerCase(Locale.ROOT).replace('_', '-') + '.';
            config.getOptionalValue(of + "url", String.class)
                    .ifPresent(url -> accesses.put(
                            opco.name(),
                            new OpcoAccess(
                                    opco,
                                    url,
                                    config.getValue(of + "token-url", String.class),
                                    config.getValue(of + "client-id", String.class),
                                    config.getValue(of + "client-secret", String.class),
                                    config.getOptionalValue(of + "scope", String.class)
                                            .orElse("api.read"))));
        }
    }

    /** Empty when the platform has no credentials. */
    Optional<OpcoAccess> find(String opco) {
        return Optional.ofNullable(accesses.get(opco));
    }
}
