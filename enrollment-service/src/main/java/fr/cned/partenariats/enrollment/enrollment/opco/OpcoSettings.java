package fr.cned.partenariats.enrollment.enrollment.opco;

import fr.cned.partenariats.enrollment.enrollment.Opco;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;

/** The credentials of the platform and of training centres at OPCOs. A missing part is found at the start. */
@Startup
@ApplicationScoped
class OpcoSettings {

    private final List<OpcoAccess> accesses = new ArrayList<>();

    OpcoSettings(Config config) {
        for (Opco opco : Opco.values()) {
            String of = "enrollment.opco." + opco.name().toLowerCase(Locale.ROOT).replace('_', '-') + '.';
            for (String key : config.getOptionalValues(of + "keys", String.class).orElse(List.of())) {
                String[] centreAndKey = key.split(":", 2);
                if (centreAndKey.length < 2) {
                    throw new IllegalArgumentException(of + "keys is not a list of <id of the centre>:<key>");
                }
                accesses.add(new OpcoAccess(
                        opco,
                        UUID.fromString(centreAndKey[0].strip()),
                        centreAndKey[1].strip(),
                        config.getValue(of + "url", String.class),
                        config.getValue(of + "token-url", String.class),
                        config.getValue(of + "client-id", String.class),
                        config.getValue(of + "client-secret", String.class),
                        config.getOptionalValue(of + "scope", String.class).orElse("api.read")));
            }
        }
    }

    /** None without credentials: then nobody is asked. */
    List<OpcoAccess> accesses() {
        return List.copyOf(accesses);
    }
}
