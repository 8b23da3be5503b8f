package fr.cned.partenariats.enrollment.schooling.alert;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why an alert exists. */
@Schema(name = "AttendanceAlertCause")
public enum AlertCause {
    /** The declared hours are below the expected hours. */
    BELOW_THRESHOLD,
    /** No site declared hours of the week in time. */
    NOT_DECLARED
}
