package fr.cned.partenariats.commons.events.relay;

import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.HeldRelay;
import fr.cned.partenariats.parking.Db;

/** Changes the leader among the relays of a test. */
final class Leadership {

    private static final String RELAYS = "select count(*) from pg_stat_activity where application_name = 'relay'";

    private Leadership() {}

    static long relays() {
        return Db.number(RELAYS);
    }

    /**
     * Makes one of two relays the leader. Another session holds the lock until both ask for it, and lets it go until
     * the right one has it.
     */
    static void giveTo(Relay heir, Relay other) {
        while (!heir.leading()) {
            HeldRelay.during(() -> await().until(() -> !heir.leading() && !other.leading() && relays() == 2));
            await().until(() -> heir.leading() || other.leading());
        }
    }
}
