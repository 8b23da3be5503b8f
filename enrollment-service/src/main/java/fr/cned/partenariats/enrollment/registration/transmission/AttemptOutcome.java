package fr.cned.partenariats.enrollment.registration.transmission;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of an attempt. */
@Schema(name = "AttemptOutcome")
public enum AttemptOutcome {
    ACCEPTED,
    REFUSED
}
