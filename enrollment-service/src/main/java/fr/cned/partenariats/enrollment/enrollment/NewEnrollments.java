package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.base.database.JsonColumns;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Inserts the enrollments of a batch in one statement. The caller writes their audit entries. */
@ApplicationScoped
public class NewEnrollments {

    private static final String INSERT = """
            insert into enrollment
              (id, version, student_id, person_id, partner_id, agreement_id, offering_id, training_id, academic_year,
               site_id, seat_id, state, waiting_rank, hold_until, previous_id, distinct_person, fundings, history,
               registered_at, changed_at, withdrawn_on, result_state, reference)
            select e.id, 0, e.student, e.person, e.partner, e.agreement, e.offering, e.training, e.year,
              e.site, e.seat, e.state, e.rank, e.hold_until, e.previous, e.distinct_person, cast(e.fundings as jsonb),
              cast(e.history as jsonb), e.registered_at, e.changed_at, e.withdrawn_on, e.result, e.reference
            from unnest((select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?)) with ordinality
              as e (id, student, person, partner, agreement, offering, training, year, site, seat, state, rank,
                    hold_until, previous, distinct_person, fundings, history, registered_at, changed_at,
                    withdrawn_on, result, reference, place)
            order by e.place""";

    private static final Comparator<Enrollment> ORDER =
            Comparator.comparing(Enrollment::reference, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Session session;

    NewEnrollments(Session session) {
        this.session = session;
    }

    /** Whether an enrollment has the id, also one of another partner. */
    @AllTenants
    @Transactional
    public boolean isTaken(UUID id) {
        return session.find(Enrollment.class, id) != null;
    }

    /**
     * A unique index or a trigger refuses the whole list when a concurrent request enrolled one of the students or used
     * one of the references. In the order of the references: two batches with the same ones do not deadlock.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void insertAll(List<Enrollment> enrollments) {
        if (enrollments.isEmpty()) {
            return;
        }
        List<Enrollment> ordered = enrollments.stream().sorted(ORDER).toList();
        new Columns<>(ordered)
                .add("uuid", Enrollment::id)
                .add("uuid", Enrollment::studentId)
                .add("uuid", Enrollment::personId)
                .add("uuid", Enrollment::partnerId)
                .add("uuid", Enrollment::agreementId)
                .add("uuid", Enrollment::offeringId)
                .add("uuid", Enrollment::trainingId)
                .add("text", Enrollment::academicYear)
                .add("uuid", Enrollment::siteId)
                .add("uuid", Enrollment::seatId)
                .add("text", Enrollment::state)
                .add("bigint", Enrollment::waitingRank)
                .add("date", Enrollment::holdUntil)
                .add("uuid", Enrollment::previousId)
                .add("boolean", Enrollment::isDistinctPerson)
                .add("text", enrollment -> JsonColumns.write(enrollment.fundings()))
                .add("text", enrollment -> JsonColumns.write(enrollment.history()))
                .add("timestamptz", Enrollment::registeredAt)
                .add("timestamptz", Enrollment::changedAt)
                .add("date", Enrollment::withdrawnOn)
                .add(
                        "text",
                        enrollment -> enrollment.result() == null
                                ? null
                                : enrollment.result().state())
                .add("text", Enrollment::reference)
                .update(session, INSERT);
    }
}
