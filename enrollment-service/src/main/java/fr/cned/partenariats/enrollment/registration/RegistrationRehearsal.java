package fr.cned.partenariats.enrollment.registration;

import fr.cned.partenariats.commons.changelog.Actor;
import fr.cned.partenariats.commons.http.idempotency.KeyOwner;
import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.student.StudentData;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * Registers imaginary students before the service accepts requests, and undoes each batch: the first real registrations
 * find compiled code and planned statements. Without it, they wait for most of a second.
 */
@ApplicationScoped
class RegistrationRehearsal {

    private static final Logger LOG = Logger.getLogger(RegistrationRehearsal.class);
    private static final int AFTER_ALL_OTHERS = Integer.MAX_VALUE;
    private static final int LARGE_BATCH = 10;
    private static final String NAME = "rehearsal";
    private static final LocalDate BIRTH_DATE = LocalDate.of(2000, 1, 1);

    /** An enrollment that can have another one beside it. None in an empty database. */
    private static final String EXAMPLE = """
            select e.partner_id, e.agreement_id, e.offering_id
            from offering_view o
            join place_counter p on p.offering_id = o.id and p.granted > p.used
            cross join lateral (
              select partner_id, agreement_id, offering_id from enrollment where offering_id = o.id order by id limit 1) e
            join agreement_view a on a.id = e.agreement_id and a.state = 'IN_FORCE'
            where o.state = 'OPEN'
            limit 1""";

    private final RegistrationBatch batch;
    private final Session session;
    private final Duration duration;

    RegistrationRehearsal(
            RegistrationBatch batch,
            Session session,
            @ConfigProperty(name = "enrollment.registration.rehearsal") Duration duration) {
        this.batch = batch;
        this.session = session;
        this.duration = duration;
    }

    /** Where an imaginary student can be registered. */
    record Example(UUID partnerId, UUID agreementId, UUID offeringId) {}

    /** The HTTP port opens afterwards. A failure is no reason not to start. */
    void start(@Observes @Priority(AFTER_ALL_OTHERS) StartupEvent started, RegistrationRehearsal rehearsal) {
        if (duration.isZero()) {
            return;
        }
        try {
            rehearsal.findExample().ifPresent(example -> rehearse(rehearsal, example));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "the first registrations will be slower, because they could not be rehearsed: %s", e.getMessage());
        }
    }

    private void rehearse(RegistrationRehearsal rehearsal, Example example) {
        long began = System.nanoTime();
        int batches = 0;
        while (System.nanoTime() - began < duration.toNanos()) {
            rehearsal.registerAndUndo(example, batches % 2 == 0 ? 1 : LARGE_BATCH);
            batches++;
        }
        LOG.debugf("%d batches of registrations were rehearsed", batches);
    }

    @AllTenants
    @Transactional
    Optional<Example> findExample() {
        return session.createNativeQuery(EXAMPLE, Example.class).uniqueResultOptional();
    }

    @AllTenants
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    List<Answer> registerAndUndo(Example example, int students) {
        List<Answer> answers = batch.runWithin(IntStream.range(0, students)
                .mapToObj(number -> imaginary(example))
                .toList());
        QuarkusTransaction.setRollbackOnly();
        return answers;
    }

    private static Registration imaginary(Example example) {
        UUID partner = example.partnerId();
        Actor actor = new Actor(NAME, NAME, List.of(), partner, NAME, null, null);
        KeyedRequest key = new KeyedRequest(
                new KeyOwner(NAME, NAME, NAME), UUID.randomUUID().toString(), new byte[0], Set.of());
        EnrollmentRequest request = new EnrollmentRequest(
                null,
                imaginaryStudent(),
                null,
                null,
                null,
                example.agreementId(),
                example.offeringId(),
                null,
                null,
                null,
                null);
        return Registration.alone(
                new Registrant(TenantScope.of(partner), NAME, actor, Locale.FRENCH, key), request, null);
    }

    /** The name is that of no other student: its letters are random. */
    private static StudentData imaginaryStudent() {
        String name = UUID.randomUUID().toString().replaceAll("[^a-f]", "x");
        return new StudentData(
                name,
                NAME,
                BIRTH_DATE,
                NAME,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
