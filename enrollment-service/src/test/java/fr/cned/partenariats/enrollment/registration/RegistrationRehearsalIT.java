package fr.cned.partenariats.enrollment.registration;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@EnrollmentIT
class RegistrationRehearsalIT {

    @Inject
    RegistrationRehearsal rehearsal;

    @Test
    void imaginaryStudentsAreAcceptedAndNotStored() {
        World.published().enroll();
        Map<String, Long> before = stored();

        assertThat(rehearsal.registerAndUndo(3))
                .hasSize(3)
                .allSatisfy(answer -> assertThat(answer.stored()).isNotNull());

        assertThat(stored()).isEqualTo(before);
    }

    private static Map<String, Long> stored() {
        return Stream.of(
                        "count(*) from student",
                        "count(*) from enrollment",
                        "count(*) from idempotency_key",
                        "count(*) from transmission_attempt",
                        "count(*) from change_log",
                        "coalesce(sum(used), 0) from seat_counter",
                        "coalesce(sum(used), 0) from place_counter")
                .collect(Collectors.toMap(what -> what, what -> OwnerDatabase.number("select " + what)));
    }
}
