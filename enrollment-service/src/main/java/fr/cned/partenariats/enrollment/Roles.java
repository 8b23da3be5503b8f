package fr.cned.partenariats.enrollment;

/** The roles that this service knows, as the tokens carry them. */
public final class Roles {

    /** A partner institution's program: its own students and enrollments, nothing else. */
    public static final String PARTNER = "partner";

    public static final String ENROLLMENT_OFFICER = "enrollment-officer";
    public static final String OPS = "ops";

    private Roles() {}
}
