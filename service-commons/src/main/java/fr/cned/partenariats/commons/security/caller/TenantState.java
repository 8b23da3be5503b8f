package fr.cned.partenariats.commons.security.caller;

/** What a tenant may do: everything, read only, or nothing. */
public enum TenantState {
    OPEN,
    SUSPENDED,
    CLOSED
}
