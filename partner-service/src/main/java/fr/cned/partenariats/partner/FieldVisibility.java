package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.security.caller.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Decides which personal data and free text a caller sees in an object within its tenant scope. The rules are the table
 * in docs/domain.md, "Who sees what".
 */
public final class FieldVisibility {

    /** Replaces the name of a Cned staff member. */
    public static final String CNED = "Cned";

    private FieldVisibility() {}

    /** Names, e-mail addresses and telephone numbers: visible to officers and to the partner itself. */
    public static boolean showsPersonalData(Caller caller) {
        return showsStaff(caller) || caller.has(Roles.PARTNER);
    }

    /**
     * Names of the Cned's staff in records: visible to officers only. The role {@code partner} wins over all other
     * roles of the same token: see ADR 0014.
     */
    public static boolean showsStaff(Caller caller) {
        return !caller.has(Roles.PARTNER)
                && (caller.has(Roles.PARTNERSHIP_OFFICER) || caller.has(Roles.ENROLLMENT_OFFICER));
    }

    /** Returns the reason, or null for operators. */
    public static @Nullable String reason(Caller caller, @Nullable String reason) {
        return showsPersonalData(caller) ? reason : null;
    }
}
