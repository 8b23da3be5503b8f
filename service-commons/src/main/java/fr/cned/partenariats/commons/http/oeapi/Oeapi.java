package fr.cned.partenariats.commons.http.oeapi;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_PARAMETER;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all resources of the façade for the Open Education API 6.0 share. */
public final class Oeapi {

    public static final String PATH = "/oeapi/v6";

    /** The consumer for which the platform adds its own data to an object. */
    public static final String CONSUMER = "x-cned";

    public static final String CONSUMER_VERSION = "1.0";

    private Oeapi() {}

    /** Refuses a query parameter whose value is none of the possible ones. */
    public static Refusal invalid(String parameter, String possible) {
        return Refusal.ofAll(List.of(new Violation('/' + parameter, INVALID_PARAMETER, parameter, possible)));
    }

    static void requireKnown(@Nullable String consumer) {
        if (consumer != null && !consumer.equals(CONSUMER)) {
            throw invalid("consumer", CONSUMER);
        }
    }
}
