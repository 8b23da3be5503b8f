package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Sends the current state of the enrollments again. */
@ApplicationScoped
class EnrollmentReemissionSource implements ReemissionSource {

    private final EnrollmentRepository enrollments;

    EnrollmentReemissionSource(EnrollmentRepository enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    public String name() {
        return "enrollments";
    }

    @Override
    public List<EnrollmentChanged> lockNextChunk(UUID after, int size) {
        return enrollments.lockChunk(after, size).stream()
                .map(EnrollmentChanged::of)
                .toList();
    }
}
