package fr.cned.partenariats.partner.agreement.terms;

/** What happens to the live enrollments of a partner that leaves an agreement. */
public enum EnrollmentsDecision {
    /** They go on; the partner cannot create new ones under the agreement. */
    KEEP,
    /** They end with the reason {@code party-left}: cancelled before their start, withdrawn after it. */
    CANCEL
}
