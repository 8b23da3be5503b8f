package fr.cned.partenariats.commons.codes;

/** Computes with academic years, see {@link AcademicYear}. */
public final class AcademicYears {

    private AcademicYears() {}

    /** {@code 2027-2028} for {@code 2026-2027}. */
    public static String following(String academicYear) {
        int second = Integer.parseInt(academicYear.substring(5));
        return second + "-" + (second + 1);
    }
}
