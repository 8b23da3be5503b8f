package fr.cned.partenariats.enrollment.enrollment.paper;

import java.util.List;

public enum PaperKind {
    /** Certificat d'inscription. */
    CERTIFICATE,
    /** Attestation d'assiduité: the hours of a period. */
    ATTENDANCE;

    /** The states of an enrollment that gets the paper, and in which the paper is valid. */
    List<String> states() {
        return this == CERTIFICATE
                ? List.of("ACTIVE", "COMPLETED", "CONFIRMED")
                : List.of("ACTIVE", "COMPLETED", "TRANSFERRED", "WITHDRAWN");
    }
}
