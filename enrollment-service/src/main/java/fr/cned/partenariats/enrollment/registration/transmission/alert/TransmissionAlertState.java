package fr.cned.partenariats.enrollment.registration.transmission.alert;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whether the condition holds. */
@Schema(name = "TransmissionAlertState")
public enum TransmissionAlertState {
    OPEN,
    RESOLVED
}
