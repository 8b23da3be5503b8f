package fr.cned.partenariats.commons.reemission;

/** The state of a re-emission. */
public enum ReemissionState {
    RUNNING,
    DONE,
    /** Ended by an unexpected error, which the log of the service has. */
    FAILED,
    /** Its instance stopped or died. The events counted so far are sent; a new re-emission starts from the beginning. */
    INTERRUPTED
}
