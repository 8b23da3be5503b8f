package fr.cned.partenariats.enrollment;

/** The scopes that the token of a partner needs for the operations of this service. */
public final class Scopes {

    public static final String ENROLLMENTS_READ = "enrollments:read";
    public static final String ENROLLMENTS_WRITE = "enrollments:write";
    public static final String STUDENTS_READ = "students:read";
    public static final String STUDENTS_WRITE = "students:write";
    public static final String ATTENDANCE_WRITE = "attendance:write";

    private Scopes() {}
}
