package fr.cned.partenariats.partner.agreement;

public enum PlannedChangeState {
    PLANNED,
    /** The agreement refused it on its day. */
    FAILED
}
