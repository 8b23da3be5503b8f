package fr.cned.partenariats.enrollment.enrollment.opco;

import fr.cned.partenariats.enrollment.enrollment.Opco;

/**
 * The credentials for the dossiers of a training centre at an OPCO.
 *
 * @param centreKey what the OPCO gave the centre; empty while no centre is chosen
 * @param clientSecret what the OPCO gave the software, as the client and the scope
 */
record OpcoAccess(
        Opco opco, String centreKey, String url, String tokenUrl, String clientId, String clientSecret, String scope) {

    OpcoAccess withKey(String key) {
        return new OpcoAccess(opco, key, url, tokenUrl, clientId, clientSecret, scope);
    }

    /** Logs must not contain the secrets. */
    @Override
    public String toString() {
        return opco.toString();
    }
}
