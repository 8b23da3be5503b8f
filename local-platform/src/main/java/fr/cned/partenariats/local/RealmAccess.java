package fr.cned.partenariats.local;

import java.util.List;
import java.util.Locale;

/** The clients and accounts that the realm file declares. */
final class RealmAccess {

    static final String CATALOGUE_APP = "cned-catalogue-app";
    static final String PARTNERSHIP_OFFICE = "cned-partnership-office";
    static final String CATALOGUE_OFFICE = "cned-catalogue-office";
    static final String ENROLLMENT_OFFICE = "cned-enrollment-office";
    static final String OPS = "cned-ops";
    /** May create clients in the realm, which is how a new partner gets its own. */
    static final String PARTNER_ONBOARDING = "cned-partner-onboarding";

    /** The account of a partner's staff, for the portal. */
    static final String PARTNER_USER = "partenaire";

    static final List<String> CLIENTS =
            List.of(CATALOGUE_APP, PARTNERSHIP_OFFICE, CATALOGUE_OFFICE, ENROLLMENT_OFFICE, OPS, PARTNER_ONBOARDING);

    private RealmAccess() {}

    /** The beginning of the shell variables of a client. */
    static String variable(String client) {
        return client.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
