package fr.cned.partenariats.enrollment.enrollment.opco;

import fr.cned.partenariats.enrollment.enrollment.Opco;
import java.util.UUID;

/**
 * The credentials for the dossiers of a training centre at an OPCO.
 *
 * @param centreKey what the OPCO gave the centre
 * @param clientSecret what the OPCO gave the software, as the client and the scope
 */
record OpcoAccess(
        Opco opco,
        UUID centre,
        String centreKey,
        String url,
        String tokenUrl,
        String clientId,
        String clientSecret,
        String scope) {

    /** Logs must not contain the secrets. */
    @Override
    public String toString() {
        return opco + " for the centre " + centre;
    }
}
