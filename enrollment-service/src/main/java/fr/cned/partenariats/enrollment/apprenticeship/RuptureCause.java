package fr.cned.partenariats.enrollment.apprenticeship;

/** Why an apprenticeship contract ended before its time: the ways that the French labour code has (L6222-18 to L6222-19). */
public enum RuptureCause {
    /** By either side, in the first days of training at the employer's. */
    TRIAL_PERIOD,
    MUTUAL_AGREEMENT,
    APPRENTICE_RESIGNATION,
    EMPLOYER_DISMISSAL,
    EMPLOYER_LIQUIDATION,
    DIPLOMA_OBTAINED,
    OTHER
}
