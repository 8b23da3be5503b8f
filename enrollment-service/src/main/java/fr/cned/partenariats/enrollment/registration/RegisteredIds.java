package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.http.idempotency.StoredAnswer;
import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The ids that a row of a file has registered. They are stored under the key of the row as headers, without a body. */
public record RegisteredIds(UUID enrollment, UUID student) {

    private static final int CREATED = 201;

    public static RegisteredIds of(Enrollment enrollment) {
        return new RegisteredIds(enrollment.id(), enrollment.studentId());
    }

    public static RegisteredIds of(StoredAnswer answer) {
        return new RegisteredIds(id(answer, "enrollment"), id(answer, "student"));
    }

    private static UUID id(StoredAnswer answer, String name) {
        return UUID.fromString(Objects.requireNonNull(answer.headers().get(name)));
    }

    StoredAnswer toAnswer() {
        return new StoredAnswer(
                CREATED, Map.of("enrollment", enrollment.toString(), "student", student.toString()), new byte[0]);
    }
}
