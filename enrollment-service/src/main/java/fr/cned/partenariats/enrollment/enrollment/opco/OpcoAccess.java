package fr.cned.partenariats.enrollment.enrollment.opco;

import fr.cned.partenariats.enrollment.enrollment.Opco;

/** The credentials that an OPCO gave the software. */
record OpcoAccess(Opco opco, String url, String tokenUrl, String clientId, String clientSecret, String scope) {

    /** Logs must not contain the secret. */
    @Override
    public String toString() {
        return opco.toString();
    }
}
