package fr.cned.partenariats.enrollment.registration.transmission;

public enum AttemptOutcome {
    ACCEPTED,
    REFUSED
}
