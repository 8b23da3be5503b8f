package fr.cned.partenariats.enrollment.student;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class StudentRepository implements PanacheRepositoryBase<Student, UUID> {

    /** Sorts after every letter in the key's collation. */
    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    private static final String ERASE = """
            update student
            set family_name = null, given_names = null, birth_date = null, birth_place = null, identity_key = null,
                email = null, ine = null, reference = null, diploma_level = null, high_level_athlete = false, apprentice = false,
                civil_servant = false, priority_district = false, parent_of_three = false, details = null,
                usage_key = null, corrected_fields = null,
                erased_at = :now, version = version + 1
            where id = any (:ids) and erased_at is null
            returning id, version""";

    private static final String CORRECTED_FIELDS = """
            select s.id, f.field from student s cross join lateral unnest(s.corrected_fields) as f (field)
            where s.id = any (:ids)""";

    private static final String ADD_CORRECTED_FIELDS = """
            update student set corrected_fields = array(
              select unnest(corrected_fields) union select unnest(cast(:fields as text[])))
            where id = :id""";

    private static final String ENROLLMENT_OF_SAME_IDENTITY =
            "select f.id from enrollment_of_same_identity(:id, :identity, :ine) f (id) where f.id is not null";

    private static final String LOCK_UNCHANGED = """
            select s.id from student s
            join unnest(cast(:students as uuid[]), cast(:persons as uuid[])) as a (student, person)
              on a.student = s.id and a.person = coalesce(s.merged_into, s.id) and s.erased_at is null
            order by s.id for share of s""";

    /** {@code offset 0}: a condition that is not leakproof keeps row-level security from the indexes. */
    private static final String POSSIBLE_DUPLICATES = """
            select found.* from (
              select s.* from student s
              where (s.id = any (similar_students(:identity)) or s.ine = :ine)
                and s.id <> :id and s.id > :after and s.merged_into is null
              offset 0) found
            where not are_distinct(found.id, :id)
            order by found.id limit :size""";

    /** Only triggers write {@code possible_duplicate}. {@code %s} restricts it. */
    private static final String WITH_DUPLICATES = """
            select s.*, d.same_ine, d.same_identity
            from (select student_id, bool_or(reason = 'SAME_INE') as same_ine,
                         bool_or(reason = 'SAME_IDENTITY') as same_identity
                  from possible_duplicate
                  where student_id > :after%s
                  group by student_id order by student_id limit :size) d
            join student s on s.id = d.student_id
            order by s.id""";

    private static final String WITH_DUPLICATES_OF_ALL = WITH_DUPLICATES.formatted("");

    private static final String WITH_DUPLICATES_OF_PARTNER =
            WITH_DUPLICATES.formatted(" and partner_id = :partner and in_partner");

    /** Other students that may be the same person, of all partners; none that is another person for an officer. */
    List<Student> possibleDuplicatesOf(Student student, UUID after, int size) {
        return getSession()
                .createNativeQuery(POSSIBLE_DUPLICATES, Student.class)
                .setParameter("id", student.id())
                .setParameter("ine", student.ine(), String.class)
                .setParameter("identity", student.identityKey())
                .setParameter("after", after)
                .setParameter("size", size)
                .setHint(HINT_READ_ONLY, true)
                .getResultList();
    }

    /** Blocks registrations of these persons on the same offerings; call it before the identity of a student changes. */
    Optional<UUID> lockAndFindEnrollmentOfSameIdentity(UUID id, String identityKey, @Nullable String ine) {
        return getSession()
                .createNativeQuery(ENROLLMENT_OF_SAME_IDENTITY, UUID.class)
                .setParameter("id", id)
                .setParameter("identity", identityKey)
                .setParameter("ine", ine, String.class)
                .getResultStream()
                .findFirst();
    }

    record WithDuplicates(Student student, boolean sameIne, boolean sameIdentity) {}

    /** Students that share their INE or their identity with another one inside the scope. */
    List<WithDuplicates> withPossibleDuplicates(TenantScope scope, UUID after, int size) {
        NativeQuery<Object[]> query = getSession()
                .createNativeQuery(
                        scope.restrictedTo().isPresent() ? WITH_DUPLICATES_OF_PARTNER : WITH_DUPLICATES_OF_ALL,
                        Object[].class)
                .addEntity("s", Student.class)
                .addScalar("same_ine", Boolean.class)
                .addScalar("same_identity", Boolean.class)
                .setParameter("after", after)
                .setParameter("size", size);
        scope.restrictedTo().ifPresent(partner -> query.setParameter("partner", partner));
        return query.setReadOnly(true).getResultList().stream()
                .map(row -> new WithDuplicates((Student) row[0], (Boolean) row[1], (Boolean) row[2]))
                .toList();
    }

    /** Takes the row locks in id order, so concurrent calls do not deadlock. Omits erased students. */
    List<Student> lock(Collection<UUID> ids) {
        return find("id in ?1 and erasedAt is null", Sort.by("id"), ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Materialized: the planner would follow the primary key for the order and read the whole table. */
    List<UUID> adultsWithGuardian(LocalDate today, UUID after, int size) {
        return getSession()
                .createNativeQuery("""
                        with due as materialized (select s.id from student s where s.of_age_on <= :today)
                        select d.id from due d where d.id > :after order by d.id limit :size""", UUID.class)
                .setParameter("today", today)
                .setParameter("after", after)
                .setParameter("size", size)
                .getResultList();
    }

    List<Student> aliasesOf(UUID id) {
        return list("mergedInto", Sort.by("id"), id);
    }

    /** The column belongs to the list of due erasures. Changes no revision. */
    void forgetActivity(UUID id) {
        getEntityManager()
                .createNativeQuery("update student set known_active_at = null where id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    record CorrectedField(UUID id, String field) {}

    /** The fields that were corrected by the API after a file gave their values. */
    List<CorrectedField> correctedFields(Collection<UUID> ids) {
        return getSession()
                .createNativeQuery(CORRECTED_FIELDS, CorrectedField.class)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .getResultList();
    }

    /** The column belongs to the import of files. Changes no revision. */
    void addCorrectedFields(UUID id, Collection<String> fields) {
        if (!fields.isEmpty()) {
            writeFields(ADD_CORRECTED_FIELDS, id, fields);
        }
    }

    void keepCorrectedFields(UUID id, Collection<String> fields) {
        writeFields("update student set corrected_fields = cast(:fields as text[]) where id = :id", id, fields);
    }

    private void writeFields(String sql, UUID id, Collection<String> fields) {
        getSession()
                .createNativeMutationQuery(sql)
                .setParameter("fields", fields.toArray(String[]::new))
                .setParameter("id", id)
                .executeUpdate();
    }

    /**
     * Takes a shared row lock on each registration that still belongs to its person; returns their number.
     *
     * @param persons from the registration to its person
     */
    int lockUnchanged(Map<UUID, UUID> persons) {
        List<UUID> students = List.copyOf(persons.keySet());
        return getEntityManager()
                .createNativeQuery(LOCK_UNCHANGED)
                .setParameter("students", students.toArray(UUID[]::new))
                .setParameter("persons", students.stream().map(persons::get).toArray(UUID[]::new))
                .getResultList()
                .size();
    }

    Optional<Student> findVisible(UUID id, TenantScope scope) {
        return findByIdOptional(id).filter(student -> !student.isErased() && scope.covers(student.partnerId()));
    }

    /** @param field INE or reference */
    Optional<UUID> otherWith(String field, Student student, @Nullable String value) {
        return find("partnerId = ?1 and " + field + " = ?2 and id <> ?3", student.partnerId(), value, student.id())
                .firstResultOptional()
                .map(Student::id);
    }

    List<Student> visible(Collection<UUID> ids, TenantScope scope) {
        Conditions conditions = new Conditions()
                .matching("id in ?", ids)
                .equal("partnerId", scope.restrictedTo().orElse(null))
                .with("erasedAt is null", Map.of());
        return list(conditions.query(), Sort.by("id"), conditions.parameters());
    }

    record Erased(UUID id, long revision) {}

    List<Erased> erase(Collection<UUID> ids, Instant now) {
        return getSession()
                .createNativeQuery(ERASE, Erased.class)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .setParameter("now", now)
                .getResultList();
    }

    /**
     * Students whose names begin with the searched ones; the family name may be the usage name. The ranges let the
     * database use the indexes of both keys. They are one condition without {@code like}, which is not leakproof.
     */
    static Conditions named(
            TenantScope scope, String familyName, @Nullable String firstName, @Nullable LocalDate birthDate) {
        Conditions conditions = new Conditions()
                .with(
                        "(identityKey >= :name and identityKey < :end or usageKey >= :name and usageKey < :end)",
                        Map.of("name", familyName, "end", familyName + LAST_CHARACTER))
                .equal("birthDate", birthDate)
                .equal("partnerId", scope.restrictedTo().orElse(null))
                .with("erasedAt is null", Map.of());
        return firstName == null
                ? conditions
                : conditions.with(
                        "(identityKey like :identityPattern or usageKey like :usagePattern)",
                        Map.of(
                                "identityPattern",
                                IdentityKey.patternOf(familyName, firstName),
                                "usagePattern",
                                IdentityKey.patternOfUsage(familyName, firstName)));
    }
}
