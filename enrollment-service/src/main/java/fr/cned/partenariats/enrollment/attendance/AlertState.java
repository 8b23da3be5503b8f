package fr.cned.partenariats.enrollment.attendance;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whether the week is still below the threshold. */
@Schema(name = "AttendanceAlertState")
public enum AlertState {
    OPEN,
    /** A correction or a justified absence has lifted it. */
    RESOLVED
}
