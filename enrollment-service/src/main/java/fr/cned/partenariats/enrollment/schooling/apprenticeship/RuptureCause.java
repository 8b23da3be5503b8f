package fr.cned.partenariats.enrollment.schooling.apprenticeship;

/** Why an apprenticeship contract ended early: the cases of the French labour code (L6222-18 to L6222-19). */
public enum RuptureCause {
    /** Either side may end the contract in the first days of training at the employer. */
    TRIAL_PERIOD,
    MUTUAL_AGREEMENT,
    APPRENTICE_RESIGNATION,
    EMPLOYER_DISMISSAL,
    EMPLOYER_LIQUIDATION,
    DIPLOMA_OBTAINED,
    /** The student withdrew from the training, or the enrollment was cancelled or its funding refused. */
    ENROLLMENT_ENDED,
    OTHER
}
