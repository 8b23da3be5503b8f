package fr.cned.partenariats.partner.partner;

import java.util.List;
import java.util.UUID;

/** What still binds a partner, told by the features that know; this one depends on none of them. */
public interface Commitments {

    /** The agreements, signed and not ended, that the partner is a party of. */
    List<UUID> liveAgreementsOf(UUID partnerId);
}
