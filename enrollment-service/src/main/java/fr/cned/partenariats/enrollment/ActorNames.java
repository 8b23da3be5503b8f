package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records the name of the caller in histories, and hides names that a reader may not see. Officers see every name. A
 * partner sees the names of its own employees, and "Cned" for the Cned's staff (docs/domain.md, "Who sees what").
 */
@ApplicationScoped
public class ActorNames {

    /** For changes that an OPCO reports. */
    public static final String OPCO = "opco";

    private static final String CNED = "Cned";

    private static final Set<String> AUTOMATIC = Set.of("calendar", "waiting-list", OPCO);

    /** A caller with a tenant scope is recorded as {@code name@partner id}. */
    private static final Pattern WITH_PARTNER =
            Pattern.compile("(.*)@(\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12})");

    private final Caller caller;

    ActorNames(Caller caller) {
        this.caller = caller;
    }

    /** The name to record for the caller; only {@link #shown} may expose it. */
    public String current() {
        return recorded(caller.actor(), caller.scope().restrictedTo());
    }

    /** Not with a name of the Cned's staff that reads like that of a partner's person, or like an automatic change. */
    static String recorded(String name, Optional<UUID> partner) {
        return partner.map(id -> name + '@' + id)
                .orElseGet(() ->
                        AUTOMATIC.contains(name) || WITH_PARTNER.matcher(name).matches() ? CNED : name);
    }

    public Requester requester() {
        return new Requester(caller.scope(), current());
    }

    /** The name that the caller may see for a recorded name. A name without a partner belongs to the Cned's staff. */
    public String shown(String recorded) {
        return shown(recorded, caller.scope());
    }

    /** The name that a reader with this scope may see for a recorded name. */
    public static String shown(String recorded, TenantScope reader) {
        return shown(recorded, reader.restrictedTo());
    }

    static String shown(String recorded, Optional<UUID> reader) {
        Matcher withPartner = WITH_PARTNER.matcher(recorded);
        if (withPartner.matches()) {
            boolean visible = reader.isEmpty() || reader.get().toString().equals(withPartner.group(2));
            String name = withPartner.group(1);
            return !visible ? CNED : AUTOMATIC.contains(name) ? recorded : name;
        }
        return reader.isEmpty() || AUTOMATIC.contains(recorded) ? recorded : CNED;
    }
}
