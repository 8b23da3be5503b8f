package fr.cned.partenariats.enrollment.enrollment;

/** The state of a dossier in the OPCO's own words. It may go back: an OPCO corrects itself. */
public enum OpcoState {
    TRANSMIS,
    EN_COURS_INSTRUCTION,
    ENGAGE,
    SOLDE,
    REFUSE,
    ANNULE,
    RUPTU
}
