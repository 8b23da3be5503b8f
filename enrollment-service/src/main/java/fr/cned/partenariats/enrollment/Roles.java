package fr.cned.partenariats.enrollment;

public final class Roles {

    /** A client of a partner: it sees its own students and enrollments only. */
    public static final String PARTNER = "partner";

    /** A client of a training centre, a host school or an employer: it sees its apprentices only. */
    public static final String APPRENTICESHIP_HOST = "apprenticeship-host";

    public static final String ENROLLMENT_OFFICER = "enrollment-officer";

    /** An officer of agreements: reads counts and transmissions, which have no personal data. */
    public static final String PARTNERSHIP_OFFICER = "partnership-officer";

    /** Reads counts, which have no personal data. */
    public static final String MANAGEMENT = "management";

    public static final String OPS = "ops";

    private Roles() {}
}
