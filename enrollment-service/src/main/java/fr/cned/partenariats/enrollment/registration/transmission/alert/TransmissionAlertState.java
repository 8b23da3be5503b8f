package fr.cned.partenariats.enrollment.registration.transmission.alert;

public enum TransmissionAlertState {
    OPEN,
    RESOLVED
}
