package fr.cned.partenariats.partner.registry.partner;

import java.util.List;
import java.util.UUID;

/**
 * Finds the agreements that bind a partner. The agreement feature implements it, so that this package does not depend on
 * that feature.
 */
public interface LiveAgreements {

    /** The ids of the agreements of this partner that are signed and have not ended. */
    List<UUID> findByPartner(UUID partnerId);
}
