package fr.cned.partenariats.enrollment.student;

/** As SIFA and the forms of apprenticeship contracts ask for it. Absent when it is not known. */
public enum Sex {
    F,
    M
}
