package fr.cned.partenariats.enrollment.schooling.alert;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whether the week is still below its threshold. */
@Schema(name = "AttendanceAlertState")
public enum AlertState {
    OPEN,
    /** After a declaration, a correction, a justified absence, a closure of the site or a merge of students. */
    RESOLVED
}
