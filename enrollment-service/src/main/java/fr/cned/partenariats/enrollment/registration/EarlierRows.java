package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Identity;
import fr.cned.partenariats.enrollment.student.StudentData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The new students of the earlier rows of one submission, by their references. A later row may name such a student; the
 * facts about its person are read before the student exists.
 */
public final class EarlierRows {

    private final Map<String, List<EnrollmentRequest>> byReference = new HashMap<>();

    void add(EnrollmentRequest row) {
        String reference = row.student() == null ? null : row.student().reference();
        if (reference != null) {
            byReference.computeIfAbsent(reference, key -> new ArrayList<>(1)).add(row);
        }
    }

    /** The identity of the student that the row names by reference; null when no earlier row gives it to a student. */
    @Nullable
    Identity identityFor(EnrollmentRequest row) {
        StudentData student = row.studentReference() == null
                ? null
                : byReference.getOrDefault(row.studentReference(), List.of()).stream()
                        .filter(earlier -> maySharePartner(earlier.partnerId(), row.partnerId()))
                        .map(EnrollmentRequest::student)
                        .findFirst()
                        .orElse(null);
        return RegistrationMapper.identity(student);
    }

    /** A row without a partner has that of the agreement, which all rows of a submission share. */
    private static boolean maySharePartner(@Nullable UUID one, @Nullable UUID other) {
        return one == null || other == null || one.equals(other);
    }
}
