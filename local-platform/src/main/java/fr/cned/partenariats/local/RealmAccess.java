package fr.cned.partenariats.local;

import fr.cned.partenariats.local.keycloak.Person;
import java.util.List;
import java.util.Locale;

/** The clients that the realm file declares, and the people whom only a local platform adds to the realm. */
final class RealmAccess {

    static final String CATALOGUE_APP = "cned-catalogue-app";
    static final String PARTNERSHIP_OFFICE = "cned-partnership-office";
    static final String CATALOGUE_OFFICE = "cned-catalogue-office";
    static final String ENROLLMENT_OFFICE = "cned-enrollment-office";
    static final String OPS = "cned-ops";

    /** The account of a partner's staff, for the portal. */
    static final String PARTNER_USER = "partenaire";

    static final List<String> CLIENTS =
            List.of(CATALOGUE_APP, PARTNERSHIP_OFFICE, CATALOGUE_OFFICE, ENROLLMENT_OFFICE, OPS);

    static final List<Person> PEOPLE = List.of(
            new Person(PARTNER_USER, "Partenaire (démonstration)", "partner"),
            new Person("lecteur-catalogue", "Lecteur du catalogue (démonstration)", "catalog-reader"),
            new Person("charge-partenariats", "Chargé de partenariats (démonstration)", "partnership-officer"),
            new Person("gestionnaire-catalogue", "Gestionnaire du catalogue (démonstration)", "catalog-manager"),
            new Person("charge-inscriptions", "Chargé des inscriptions (démonstration)", "enrollment-officer"),
            new Person("exploitant", "Exploitant (démonstration)", "ops"));

    private RealmAccess() {}

    /** The beginning of the shell variables of a client. */
    static String variable(String client) {
        return client.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
