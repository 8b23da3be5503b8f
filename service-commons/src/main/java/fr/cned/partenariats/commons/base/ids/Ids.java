package fr.cned.partenariats.commons.base.ids;

import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Generates identifiers: UUID version 7 (RFC 9562), which sort by creation time. */
public final class Ids {

    private Ids() {}

    public static UUID next() {
        return UuidVersion7Strategy.INSTANCE.generateUuid(null);
    }
}
