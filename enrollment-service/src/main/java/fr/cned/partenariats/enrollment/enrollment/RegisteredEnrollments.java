package fr.cned.partenariats.enrollment.enrollment;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Finds the enrollments that rows of files name. A chunk runs with the scope of all tenants, so the statements name the partner. */
@ApplicationScoped
public class RegisteredEnrollments {

    /** A row of an officer may leave out the only party of the agreement. */
    private static final String WITH_REFERENCES = """
            select {e.*}, n.place
            from unnest(:places, :references, :partners, :agreements) as n (place, reference, partner, agreement)
            join enrollment e on e.reference = n.reference
              and e.partner_id = case when n.partner is not null then n.partner
                else (select case when cardinality(a.party_ids) = 1 then a.party_ids[1] end
                      from agreement_view a where a.id = n.agreement) end""";

    /**
     * An id goes before a reference, and a reference before a student. A student who came back after a withdrawal has two
     * enrollments: the row must say which one, because a file that is sent again means the first one.
     */
    private static final String NAMED = """
            select n.place, f.id, f.partner_id
            from unnest(:places, :partners, :ids, :references, :students, :trainings, :years)
              as n (place, partner, enrollment, reference, student, training, academic_year)
            cross join lateral (
              select e.id, e.partner_id from enrollment e where e.id = n.enrollment
              union all
              select e.id, e.partner_id from enrollment e where n.enrollment is null and e.reference = n.reference
              union all
              select e.id, e.partner_id from student s
                join enrollment e on e.student_id = s.id
                join training_view t on t.id = e.training_id
              where n.enrollment is null and n.reference is null and s.reference = n.student and t.code = n.training
                and e.academic_year = n.academic_year
                and e.state not in ('ANNULLED', 'CANCELLED', 'REJECTED', 'TRANSFERRED')) f
            where n.partner is null or f.partner_id = n.partner""";

    private final Session session;

    RegisteredEnrollments(Session session) {
        this.session = session;
    }

    /**
     * A row with a reference.
     *
     * @param place tells it from the other rows
     * @param partner null for that of the agreement
     */
    public record Named(
            int place, String reference, @Nullable UUID partner, UUID agreement) {}

    /**
     * How a row names an enrollment: by its id, by its reference, or by student, training and year.
     *
     * @param place tells it from the other rows
     * @param partner null for all partners
     * @param student the partner's own identifier of the student
     */
    public record Name(
            int place,
            @Nullable UUID partner,
            @Nullable UUID id,
            @Nullable String reference,
            @Nullable String student,
            @Nullable String trainingCode,
            @Nullable String academicYear) {}

    /** An enrollment with its partner. */
    public record Found(Integer place, UUID id, UUID partnerId) {}

    /** The enrollments by the places of the rows, several for a name of several. */
    public Map<Integer, List<Found>> find(List<Name> names) {
        return session.createNativeQuery(NAMED, Found.class)
                .setParameter("places", names.stream().map(Name::place).toArray(Integer[]::new))
                .setParameter("partners", names.stream().map(Name::partner).toArray(UUID[]::new))
                .setParameter("ids", names.stream().map(Name::id).toArray(UUID[]::new))
                .setParameter("references", names.stream().map(Name::reference).toArray(String[]::new))
                .setParameter("students", names.stream().map(Name::student).toArray(String[]::new))
                .setParameter(
                        "trainings", names.stream().map(Name::trainingCode).toArray(String[]::new))
                .setParameter("years", names.stream().map(Name::academicYear).toArray(String[]::new))
                .getResultStream()
                .collect(Collectors.groupingBy(Found::place));
    }

    /** What does not change by a correction of the student. */
    public record Registered(
            UUID id,
            UUID studentId,
            EnrollmentState state,
            UUID agreementId,
            UUID offeringId,
            @Nullable UUID siteId,
            @Nullable UUID previousId,
            List<FundingLineRequest> fundings) {

        private static Registered of(Enrollment enrollment) {
            return new Registered(
                    enrollment.id(),
                    enrollment.studentId(),
                    enrollment.state(),
                    enrollment.agreementId(),
                    enrollment.offeringId(),
                    enrollment.siteId(),
                    enrollment.previousId(),
                    enrollment.fundings().stream()
                            .map(line -> new FundingLineRequest(line.kind(), line.funder(), line.amount()))
                            .toList());
        }

        /** Whether these are its payers with their amounts, in any order. */
        public boolean isPaidBy(List<FundingLineRequest> lines) {
            return comparable(lines).equals(comparable(fundings));
        }

        private static Set<FundingLineRequest> comparable(List<FundingLineRequest> lines) {
            Set<FundingLineRequest> comparable = new HashSet<>();
            lines.forEach(line ->
                    comparable.add(new FundingLineRequest(line.kind(), line.funder(), withoutZeros(line.amount()))));
            return comparable;
        }

        private static BigDecimal withoutZeros(BigDecimal amount) {
            return amount.stripTrailingZeros();
        }
    }

    /** The enrollments that have these references, by the places of the rows. */
    public Map<Integer, Registered> withReferences(List<Named> rows) {
        if (rows.isEmpty()) {
            return Map.of();
        }
        return session
                .createNativeQuery(WITH_REFERENCES, Object[].class)
                .addEntity("e", Enrollment.class)
                .addScalar("place", Integer.class)
                .setParameter("places", rows.stream().map(Named::place).toArray(Integer[]::new))
                .setParameter("references", rows.stream().map(Named::reference).toArray(String[]::new))
                .setParameter("partners", rows.stream().map(Named::partner).toArray(UUID[]::new))
                .setParameter("agreements", rows.stream().map(Named::agreement).toArray(UUID[]::new))
                .setHint(HINT_READ_ONLY, true)
                .getResultList()
                .stream()
                .collect(Collectors.toMap(row -> (Integer) row[1], row -> Registered.of((Enrollment) row[0])));
    }
}
