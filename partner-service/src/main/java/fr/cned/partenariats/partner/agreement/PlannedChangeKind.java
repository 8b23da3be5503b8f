package fr.cned.partenariats.partner.agreement;

/** What a planned change does on its day. A change of the price is an amendment of the tariff. */
public enum PlannedChangeKind {
    AMENDMENT,
    SUSPENSION,
    RESUMPTION,
    TERMINATION
}
