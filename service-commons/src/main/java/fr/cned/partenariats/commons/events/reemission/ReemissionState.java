package fr.cned.partenariats.commons.events.reemission;

/** The state of a re-emission. A stop or a failure does not end it: another instance, or the next one, goes on. */
public enum ReemissionState {
    RUNNING,
    DONE
}
