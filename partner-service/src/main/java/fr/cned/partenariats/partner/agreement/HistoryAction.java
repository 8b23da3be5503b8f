package fr.cned.partenariats.partner.agreement;

/** What can happen to an agreement. */
public enum HistoryAction {
    CREATED,
    EDITED,
    SIGNED,
    CAME_INTO_FORCE,
    SUSPENDED,
    RESUMED,
    EXPIRED,
    TERMINATED,
    RENEWED,
    AMENDED,
    FUNDING_SUSPENDED,
    FUNDING_RESTORED
}
