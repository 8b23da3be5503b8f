package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.caller.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Which facts about people, and which words that people wrote, a caller sees in what it may read: the table "Who
 * sees what" in docs/domain.md. Which objects it may read at all is decided by {@link Sight}.
 */
public final class Disclosure {

    /** Instead of the name of a member of the Cned's staff. */
    public static final String CNED = "Cned";

    private Disclosure() {}

    /** Names, e-mail addresses and telephone numbers: officers those of all, a partner its own; operators none. */
    public static boolean showsContacts(Caller caller) {
        return isOfficer(caller) || caller.has(Roles.PARTNER);
    }

    /** The names of the Cned's staff in records, and their reasons in their own words: officers only. */
    public static boolean showsStaff(Caller caller) {
        return isOfficer(caller);
    }

    /** Reasons: to everybody but operators, who need none for their work. */
    public static @Nullable String reason(Caller caller, @Nullable String reason) {
        return showsContacts(caller) ? reason : null;
    }

    /** A token that is bound to a partner is a partner's, whatever other roles it has. */
    private static boolean isOfficer(Caller caller) {
        return !caller.has(Roles.PARTNER)
                && (caller.has(Roles.PARTNERSHIP_OFFICER) || caller.has(Roles.ENROLLMENT_OFFICER));
    }
}
