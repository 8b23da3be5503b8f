package fr.cned.partenariats.enrollment.admission.eligibility;

/** The students for whom an enrollment period is: whether the partner enrolled them in an earlier academic year. */
public enum StudentGroup {
    NEW,
    RETURNING
}
