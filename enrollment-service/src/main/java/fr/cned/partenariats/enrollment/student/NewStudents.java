package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.base.database.JsonColumns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Inserts the new students of a batch in one statement. The caller writes their audit entries. */
@ApplicationScoped
public class NewStudents {

    private static final String INSERT = """
            insert into student
              (id, version, partner_id, family_name, given_names, birth_date, birth_place, email, ine, diploma_level,
               high_level_athlete, apprentice, civil_servant, priority_district, parent_of_three, identity_key,
               identity_version, registered_at, reference, details, usage_key)
            select s.id, 0, s.partner, s.family_name, s.given_names, s.birth_date, s.birth_place, s.email, s.ine,
              s.diploma_level, s.athlete, s.apprentice, s.civil_servant, s.district, s.parent, s.identity_key,
              s.identity_version, s.registered_at, s.reference, cast(s.details as jsonb), s.usage_key
            from unnest((select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?)) with ordinality
              as s (id, partner, family_name, given_names, birth_date, birth_place, email, ine, diploma_level, athlete,
                    apprentice, civil_servant, district, parent, identity_key, identity_version, registered_at, reference,
                    details, usage_key, place)
            order by s.place""";

    private static final Comparator<Student> ORDER = Comparator.comparing(
                    Student::ine, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
            .thenComparing(Student::reference, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Session session;

    NewStudents(Session session) {
        this.session = session;
    }

    private record Draft(Student student, StudentData data, StudentSituation situation) {}

    /** Ordered by INE and reference: two batches with the same ones do not deadlock on the unique indexes. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void insertAll(List<Student> drafts) {
        if (drafts.isEmpty()) {
            return;
        }
        List<Draft> ordered = drafts.stream()
                .sorted(ORDER)
                .map(student ->
                        new Draft(student, student.data(), student.data().situationOrNone()))
                .toList();
        new Columns<>(ordered)
                .add("uuid", draft -> draft.student().id())
                .add("uuid", draft -> draft.student().partnerId())
                .add("text", draft -> draft.data().familyName())
                .add("text", draft -> draft.data().givenNames())
                .add("date", draft -> draft.data().birthDate())
                .add("text", draft -> draft.data().birthPlace())
                .add("text", draft -> draft.data().email())
                .add("text", draft -> draft.student().ine())
                .add("int2", draft -> draft.data().diplomaLevel())
                .add("boolean", draft -> draft.situation().highLevelAthlete())
                .add("boolean", draft -> draft.situation().apprentice())
                .add("boolean", draft -> draft.situation().civilServant())
                .add("boolean", draft -> draft.situation().priorityDistrict())
                .add("boolean", draft -> draft.situation().parentOfThree())
                .add("text", draft -> draft.student().identityKey())
                .add("int2", draft -> draft.student().identityVersion())
                .add("timestamptz", draft -> draft.student().registeredAt())
                .add("text", draft -> draft.student().reference())
                .add("text", draft -> json(draft.student().details()))
                .add("text", draft -> draft.student().usageKey())
                .update(session, INSERT);
    }

    private static @Nullable String json(@Nullable StudentDetails details) {
        return details == null ? null : JsonColumns.write(details);
    }
}
