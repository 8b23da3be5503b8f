package fr.cned.partenariats.enrollment.enrollment;

/** Whether the student passed the exam at the end of the training, as far as the Cned knows. */
public enum ResultState {
    PASSED,
    FAILED,
    UNKNOWN
}
