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
import org.hibernate.query.NativeQuery;
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

    private static final String FIND = """
            select e.id, e.partner_id from %s
            where %s and (cast(:partner as uuid) is null or e.partner_id = :partner) limit 2""";

    private static final String BY_ID = FIND.formatted("enrollment e", "e.id = :id");

    private static final String BY_REFERENCE = FIND.formatted("enrollment e", "e.reference = :reference");

    /** Of a student who came back to the same training of the year, the enrollment that is not over. */
    private static final String NOT_OVER = "e.state not in ('ANNULLED', 'CANCELLED', 'REJECTED', 'TRANSFERRED')";

    private static final String BY_STUDENT = FIND.formatted("""
            student s join enrollment e on e.student_id = s.id
            join training_view t on t.id = e.training_id""", """
            s.reference = :student and t.code = :training and e.academic_year = :year and
            """ + NOT_OVER);

    private static final String BY_STUDENTS = """
            select n.place, e.id
            from unnest(:places, :partners, :students, :trainings, :years) as n (place, partner, student, training, year)
            join student s on s.partner_id = n.partner and s.reference = n.student
            join training_view t on t.code = n.training
            join enrollment e on e.student_id = s.id and e.training_id = t.id and e.academic_year = n.year
            where
            """ + NOT_OVER;

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

    /** An enrollment with its partner. */
    public record Found(UUID id, UUID partnerId) {}

    /** At most two; null for all partners. */
    public List<Found> byId(UUID id, @Nullable UUID partner) {
        return find(BY_ID, partner).setParameter("id", id).getResultList();
    }

    public List<Found> byReference(String reference, @Nullable UUID partner) {
        return find(BY_REFERENCE, partner).setParameter("reference", reference).getResultList();
    }

    /** @param student the partner's own identifier of the student */
    public List<Found> byStudent(String student, String trainingCode, String academicYear, @Nullable UUID partner) {
        return find(BY_STUDENT, partner)
                .setParameter("student", student)
                .setParameter("training", trainingCode)
                .setParameter("year", academicYear)
                .getResultList();
    }

    /**
     * A row that names an enrollment by student, training and year.
     *
     * @param place tells it from the other rows
     * @param student the partner's own identifier of the student
     */
    public record OfStudent(int place, UUID partner, String student, String trainingCode, String academicYear) {}

    private record Placed(Integer place, UUID id) {}

    /** The enrollments of students, by the places of the rows. */
    public Map<Integer, List<UUID>> byStudents(List<OfStudent> rows) {
        if (rows.isEmpty()) {
            return Map.of();
        }
        return session
                .createNativeQuery(BY_STUDENTS, Placed.class)
                .setParameter("places", rows.stream().map(OfStudent::place).toArray(Integer[]::new))
                .setParameter("partners", rows.stream().map(OfStudent::partner).toArray(UUID[]::new))
                .setParameter("students", rows.stream().map(OfStudent::student).toArray(String[]::new))
                .setParameter(
                        "trainings", rows.stream().map(OfStudent::trainingCode).toArray(String[]::new))
                .setParameter("years", rows.stream().map(OfStudent::academicYear).toArray(String[]::new))
                .getResultStream()
                .collect(Collectors.groupingBy(
                        Placed::place, Collectors.mapping(Placed::id, Collectors.toList())));
    }

    private NativeQuery<Found> find(String sql, @Nullable UUID partner) {
        return session.createNativeQuery(sql, Found.class).setParameter("partner", partner, UUID.class);
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
