package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.paging.Conditions;
import fr.cned.partenariats.enrollment.student.StudentService.IneOfPartner;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class StudentRepository implements PanacheRepositoryBase<Student, UUID> {

    private static final int BATCH = 500;

    private static final String WITH_DUPLICATES = """
            select s,
              (select count(o) from Student o where o.ine = s.ine and o.id <> s.id),
              (select count(o) from Student o where o.identityKey = s.identityKey and o.id <> s.id)
            from Student s
            where s.id > :after
              and (exists (select 1 from Student o where o.ine = s.ine and o.id <> s.id)
                   or exists (select 1 from Student o where o.identityKey = s.identityKey and o.id <> s.id))
            order by s.id""";

    /** Who else may be this student, of whatever partner. */
    List<Student> possibleDuplicatesOf(Student student, UUID after, int size) {
        return find(
                        "id <> ?1 and (ine = ?2 or identityKey = ?3) and id > ?4",
                        Sort.by("id"),
                        student.id(),
                        student.ine(),
                        student.identityKey(),
                        after)
                .page(Page.ofSize(size))
                .list();
    }

    /** Students with a possible duplicate, each with how many share its INE and how many its identity. */
    List<Object[]> withPossibleDuplicates(UUID after, int size) {
        return getEntityManager()
                .createQuery(WITH_DUPLICATES, Object[].class)
                .setParameter("after", after)
                .setMaxResults(size)
                .getResultList();
    }

    Optional<Student> findVisible(UUID id, Optional<UUID> partner) {
        return findByIdOptional(id)
                .filter(s -> partner.map(s.partnerId()::equals).orElse(true));
    }

    Optional<UUID> idByIne(UUID partnerId, String ine) {
        return find("partnerId = ?1 and ine = ?2", partnerId, ine)
                .firstResultOptional()
                .map(Student::id);
    }

    Map<IneOfPartner, UUID> byIne(List<String> ines) {
        if (ines.isEmpty()) {
            return Map.of();
        }
        return getEntityManager()
                .createQuery("select s.partnerId, s.ine, s.id from Student s where s.ine in :ines", Object[].class)
                .setParameter("ines", ines)
                .getResultList()
                .stream()
                .collect(Collectors.toMap(
                        row -> new IneOfPartner((UUID) row[0], (String) row[1]), row -> (UUID) row[2]));
    }

    /** In the order of their INEs, so that two imports that share some do not wait for one another. */
    void insertAll(List<Student> registered) {
        Session session = getEntityManager().unwrap(Session.class);
        session.setJdbcBatchSize(BATCH);
        registered.stream()
                .sorted(Comparator.comparing(Student::ine, Comparator.nullsFirst(Comparator.naturalOrder())))
                .forEach(session::persist);
        session.flush();
        registered.forEach(session::detach);
    }

    List<Student> page(Optional<UUID> visiblePartner, @Nullable String ine, Optional<UUID> after, int size) {
        Conditions conditions = new Conditions()
                .equal("partnerId", visiblePartner.orElse(null))
                .equal("ine", ine)
                .after("id", after.orElse(null));
        return find(conditions.query(), Sort.by("id"), conditions.parameters())
                .page(Page.ofSize(size))
                .list();
    }
}
