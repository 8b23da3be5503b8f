package fr.cned.partenariats.commons.http.oeapi;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_PARAMETER;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What all resources of the façade for the Open Education API 6.0 share. */
public final class Oeapi {

    public static final String PATH = "/oeapi/v6";

    /** The consumer for which the platform adds its own data to an object. */
    public static final String CONSUMER = "x-cned";

    public static final String CONSUMER_VERSION = "1.0";

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Oeapi() {}

    /** Refuses a query parameter whose value is none of the possible ones. */
    public static Refusal invalid(String parameter, String possible) {
        return Refusal.ofAll(List.of(new Violation('/' + parameter, INVALID_PARAMETER, parameter, possible)));
    }

    /** The id that the primary code of an object without a better one is; null for other codes. */
    public static @Nullable UUID idIn(@Nullable String primaryCode) {
        return primaryCode != null && UUID_FORM.matcher(primaryCode).matches() ? UUID.fromString(primaryCode) : null;
    }

    static void requireKnown(@Nullable String consumer) {
        if (consumer != null && !consumer.equals(CONSUMER)) {
            throw invalid("consumer", CONSUMER);
        }
    }
}
