package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.caller.Caller;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a caller may see: staff everything that its role opens, a partner only its own. */
public final class Sight {

    private Sight() {}

    /** The one partner whose objects the caller may see; null when it is not bound to one. */
    public static @Nullable UUID onlyPartner(Caller caller) {
        return caller.has(Roles.PARTNER) ? caller.requireTenant() : null;
    }

    public static boolean covers(Caller caller, UUID partnerId) {
        return coversAny(caller, List.of(partnerId));
    }

    public static boolean coversAny(Caller caller, Collection<UUID> partnerIds) {
        UUID only = onlyPartner(caller);
        return only == null || partnerIds.contains(only);
    }
}
