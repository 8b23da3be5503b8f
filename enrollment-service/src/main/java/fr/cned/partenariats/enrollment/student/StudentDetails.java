package fr.cned.partenariats.enrollment.student;

import org.jspecify.annotations.Nullable;

/** The optional data of a student, as the column {@code details} stores them. An erasure empties the column. */
public record StudentDetails(
        @Nullable String usageName,
        @Nullable Sex sex,
        @Nullable String nationality,
        @Nullable String birthPlaceCode,
        @Nullable String telephone,
        @Nullable PostalAddress address,
        @Nullable Guardian guardian,
        @Nullable ApprenticeSifa sifa) {

    static final StudentDetails NONE = new StudentDetails(null, null, null, null, null, null, null, null);

    /** For lists of students: contact details and the data for SIFA are in answers about one student only. */
    StudentDetails withoutContact() {
        return new StudentDetails(usageName, sex, nationality, birthPlaceCode, null, null, null, null);
    }

    StudentDetails withoutGuardian() {
        return new StudentDetails(usageName, sex, nationality, birthPlaceCode, telephone, address, null, sifa);
    }
}
