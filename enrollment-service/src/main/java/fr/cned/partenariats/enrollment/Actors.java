package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.caller.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in histories: who is recorded for a change, and what a reader sees of it. Officers see every name, a
 * partner those of its own people; the Cned's staff is "Cned" for partners (docs/domain.md, "Who sees what").
 */
@ApplicationScoped
public class Actors {

    private static final String CNED = "Cned";

    /** What happens without a person; see the moves of an enrollment. */
    private static final Set<String> AUTOMATIC = Set.of("calendar", "waiting-list");

    /** The name of somebody who acted for a partner is recorded with the partner's id. */
    private static final Pattern OF_PARTNER =
            Pattern.compile("(.*)@(\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12})");

    private final Caller caller;
    private final Visibility visibility;

    Actors(Caller caller, Visibility visibility) {
        this.caller = caller;
        this.visibility = visibility;
    }

    /** To be recorded for what the caller does; to be read through {@link #shown}. */
    public String current() {
        return visibility
                .partner()
                .map(partner -> caller.actor() + '@' + partner)
                .orElseGet(caller::actor);
    }

    /** As the caller sees a recorded name. A name without a partner is taken for one of the Cned's staff. */
    public String shown(String recorded) {
        Optional<UUID> reader = visibility.partner();
        Matcher ofPartner = OF_PARTNER.matcher(recorded);
        if (ofPartner.matches()) {
            boolean visible = reader.isEmpty() || reader.get().toString().equals(ofPartner.group(2));
            return visible ? ofPartner.group(1) : CNED;
        }
        return reader.isEmpty() || AUTOMATIC.contains(recorded) ? recorded : CNED;
    }
}
