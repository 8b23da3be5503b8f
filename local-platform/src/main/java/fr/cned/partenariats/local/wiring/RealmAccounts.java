package fr.cned.partenariats.local.wiring;

import fr.cned.partenariats.local.keycloak.Person;
import java.util.List;
import java.util.Locale;

/** Clients that the realm file declares, and demonstration accounts that only a local platform adds to the realm. */
public final class RealmAccounts {

    public static final String CATALOGUE_APP = "cned-catalogue-app";
    public static final String PARTNERSHIP_OFFICE = "cned-partnership-office";
    public static final String CATALOGUE_OFFICE = "cned-catalogue-office";
    public static final String ENROLLMENT_OFFICE = "cned-enrollment-office";
    public static final String OPS = "cned-ops";

    /** The client of partner-service itself. It may change clients, so no other part and no person has its secret. */
    public static final String PARTNER_SERVICE = "cned-partner-service";

    /** The demonstration account of a partner. */
    public static final String PARTNER_USER = "partenaire";

    /** The demonstration account of a host school, which reads its apprentices only. */
    public static final String HOST_USER = "accueil-apprentis";

    public static final List<String> CLIENTS =
            List.of(CATALOGUE_APP, PARTNERSHIP_OFFICE, CATALOGUE_OFFICE, ENROLLMENT_OFFICE, OPS);

    public static final List<Person> PEOPLE = List.of(
            new Person(PARTNER_USER, "Partenaire (démonstration)", "partner"),
            new Person(HOST_USER, "Accueil d’apprentis (démonstration)", "apprenticeship-host"),
            new Person("lecteur-catalogue", "Lecteur du catalogue (démonstration)", "catalog-reader"),
            new Person("charge-partenariats", "Chargé de partenariats (démonstration)", "partnership-officer"),
            new Person("gestionnaire-catalogue", "Gestionnaire du catalogue (démonstration)", "catalog-manager"),
            new Person("charge-inscriptions", "Chargé des inscriptions (démonstration)", "enrollment-officer"),
            new Person("direction", "Direction (démonstration)", "management"),
            new Person("exploitant", "Exploitant (démonstration)", "ops"));

    private RealmAccounts() {}

    /** The prefix of the environment variables of a client. */
    public static String variable(String client) {
        return client.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
