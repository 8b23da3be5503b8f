package fr.cned.partenariats.catalog.replica;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import java.util.UUID;

/** Partners and networks that this service knows, without waiting for their events. */
public final class RegistryMother {

    private RegistryMother() {}

    /** The id of a new partner. */
    public static String partner() {
        UUID id = UUID.randomUUID();
        OwnerDatabase.execute("insert into partner_view values (?, 0, 'ACTIVE')", id);
        return id.toString();
    }

    public static void network(String code) {
        OwnerDatabase.execute(
                "insert into network_view select ?, 0, ? where not exists (select from network_view where code = ?)",
                UUID.randomUUID(),
                code,
                code);
    }
}
