package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.problem.CommonProblem;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a caller may see: staff everything that its role opens, a partner only its own. */
public final class Sight {

    private Sight() {}

    /** The one partner whose objects the caller may see; null when it is not bound to one. */
    public static @Nullable UUID onlyPartner(Caller caller) {
        return caller.scope().restrictedTo().orElse(null);
    }

    public static boolean covers(Caller caller, UUID partnerId) {
        return caller.scope().covers(partnerId);
    }

    public static boolean coversAny(Caller caller, Collection<UUID> partnerIds) {
        return caller.scope().coversAny(partnerIds);
    }

    /**
     * For which partner the caller acts: a partner for itself, an officer for the one that the request names.
     *
     * @param named what the request says; a partner may leave it out, but cannot name another
     */
    public static UUID actingPartner(Caller caller, @Nullable UUID named, String pointer) {
        UUID only = onlyPartner(caller);
        if (only == null) {
            if (named == null) {
                throw Refusal.invalid(new Violation(pointer, CommonProblem.REQUIRED));
            }
            return named;
        }
        if (named != null && !named.equals(only)) {
            throw Refusal.invalid(new Violation(pointer, PartnerProblem.UNKNOWN_PARTNER, named.toString()));
        }
        return only;
    }
}
