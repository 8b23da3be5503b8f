package fr.cned.partenariats.enrollment.enrollment.paper;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** The issued papers, and the facts that papers say. */
@ApplicationScoped
class PaperTable {

    private static final String ENROLLMENTS = """
            select e.id from enrollment e
            where (cast(:partner as uuid) is null or e.partner_id = :partner)
              and (e.id = :enrollment
                   or ((e.site_id = :site or e.agreement_id = :agreement)
                       and e.academic_year = :year and e.state = any (:states)))
            limit :most""";

    /** Without enrollments whose student was erased. */
    private static final String FACTS = """
            select e.id, e.student_id, e.partner_id, e.state, s.family_name, s.details ->> 'usageName' as usage_name,
              s.given_names, s.birth_date, s.birth_place, t.code, t.title, e.academic_year, g.number, p.legal_name,
              e.site_id, w.name as site,
              coalesce((select sum(a.hours) from attendance a
                        where a.enrollment_id = e.id and a.week between cast(:first as date) and cast(:last as date)),
                       0) as declared,
              coalesce(x.hours, 0) as excused, x.weeks as excused_weeks
            from enrollment e
            join student s on s.id = e.student_id and s.erased_at is null
            join training_view t on t.id = e.training_id
            join agreement_view g on g.id = e.agreement_id
            join partner_view p on p.id = e.partner_id
            left join site_view w on w.id = e.site_id
            cross join lateral (
              select sum(b.hours) as hours, count(distinct b.week) filter (where b.hours is null) as weeks
              from absence b
              where b.enrollment_id = e.id and b.withdrawn_at is null
                and b.week between cast(:first as date) and cast(:last as date)) x
            where e.id = any (:enrollments) and (cast(:partner as uuid) is null or e.partner_id = :partner)""";

    private static final String INSERT = """
            insert into paper (id, partner_id, enrollment_id, kind, first_week, last_week, code_hash, facts_hash, issued_on,
              issued_by)
            values (:id, :partner, :enrollment, :kind, cast(:first as date), cast(:last as date), :code, :facts, :day,
              :issuer)""";

    private final Session session;

    PaperTable(Session session) {
        this.session = session;
    }

    List<UUID> enrollments(PapersRequest of, Optional<UUID> partner, int most) {
        return session.createNativeQuery(ENROLLMENTS, UUID.class)
                .setParameter("partner", partner.orElse(null), UUID.class)
                .setParameter("enrollment", of.enrollmentId(), UUID.class)
                .setParameter("site", of.siteId(), UUID.class)
                .setParameter("agreement", of.agreementId(), UUID.class)
                .setParameter("year", of.academicYear(), String.class)
                .setParameter("states", of.kind().states().toArray(String[]::new))
                .setParameter("most", most)
                .getResultList();
    }

    List<PaperFacts> facts(
            Collection<UUID> enrollments, Optional<UUID> partner, @Nullable LocalDate first, @Nullable LocalDate last) {
        return session.createNativeQuery(FACTS, PaperFacts.class)
                .setParameter("enrollments", enrollments.toArray(UUID[]::new))
                .setParameter("partner", partner.orElse(null), UUID.class)
                .setParameter("first", first, LocalDate.class)
                .setParameter("last", last, LocalDate.class)
                .getResultList();
    }

    /** @param first the Monday of the first week of the period; null for a certificate */
    record Paper(
            UUID enrollmentId,
            String kind,
            @Nullable LocalDate first,
            @Nullable LocalDate last,
            byte[] factsHash,
            LocalDate issuedOn) {}

    void insert(UUID id, UUID partner, Paper paper, byte[] codeHash, String issuer) {
        session.createNativeMutationQuery(INSERT)
                .setParameter("id", id)
                .setParameter("partner", partner)
                .setParameter("enrollment", paper.enrollmentId())
                .setParameter("kind", paper.kind())
                .setParameter("first", paper.first(), LocalDate.class)
                .setParameter("last", paper.last(), LocalDate.class)
                .setParameter("code", codeHash)
                .setParameter("facts", paper.factsHash())
                .setParameter("day", paper.issuedOn())
                .setParameter("issuer", issuer)
                .executeUpdate();
    }

    @Schema(name = "ExportedPaper")
    record View(UUID id, UUID enrollmentId, String kind, LocalDate issuedOn) {}

    List<View> of(Collection<UUID> enrollments) {
        return session.createNativeQuery(
                        "select id, enrollment_id, kind, issued_on from paper where enrollment_id = any (:enrollments)"
                                + " order by id",
                        View.class)
                .setParameter("enrollments", enrollments.toArray(UUID[]::new))
                .getResultList();
    }

    Optional<Paper> find(byte[] codeHash) {
        return session.createNativeQuery(
                        "select enrollment_id, kind, first_week, last_week, facts_hash, issued_on from paper"
                                + " where code_hash = :code",
                        Paper.class)
                .setParameter("code", codeHash)
                .getResultStream()
                .findFirst();
    }
}
