package fr.cned.partenariats.enrollment.registration;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.registration.RegistrationRehearsal.Example;
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
        World world = World.published();
        world.enroll();
        Map<String, Long> before = stored(world);

        assertThat(rehearsal.registerAndUndo(new Example(world.partner, world.agreement, world.offering), 3))
                .hasSize(3)
                .allSatisfy(answer -> assertThat(answer.stored()).isNotNull());

        assertThat(stored(world)).isEqualTo(before);
    }

    @Test
    void anEnrollmentOfAnOpenOfferingIsTheExample() {
        World.published().enroll();

        assertThat(rehearsal.findExample())
                .hasValueSatisfying(example -> assertThat(OwnerDatabase.number(
                                """
                        select count(*) from enrollment e
                        join offering_view o on o.id = e.offering_id and o.state = 'OPEN'
                        where e.partner_id = '%s' and e.agreement_id = '%s' and e.offering_id = '%s'""".formatted(example.partnerId(), example.agreementId(), example.offeringId())))
                        .isPositive());
    }

    private static Map<String, Long> stored(World world) {
        String agreement = " where agreement_id = '" + world.agreement + "'";
        String partner = " where partner_id = '" + world.partner + "'";
        return Stream.of(
                        "count(*) from student" + partner,
                        "count(*) from enrollment" + agreement,
                        "count(*) from idempotency_key where client = 'rehearsal'",
                        "count(*) from transmission_attempt" + partner,
                        "count(*) from change_log where tenant = '" + world.partner + "'",
                        "coalesce(sum(used), 0) from seat_counter" + agreement,
                        "coalesce(sum(used), 0) from place_counter where offering_id = '" + world.offering + "'")
                .collect(Collectors.toMap(what -> what, what -> OwnerDatabase.number("select " + what)));
    }
}
