package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.enrollment.World;
import java.util.UUID;

/** The table {@code possible_duplicate} against the students of all tests. */
final class PossibleDuplicates {

    private static final String EXPECTED = """
            select s.id, 'SAME_%1$s', s.partner_id,
                   exists (select 1 from student o where %2$s and o.id <> s.id and o.merged_into is null
                                                     and o.partner_id = s.partner_id)
            from student s
            where s.merged_into is null
              and exists (select 1 from student o where %2$s and o.id <> s.id and o.merged_into is null)""";

    private static final String SIMILAR =
            "o.birth_key = s.birth_key and similar_given_names(o.identity_key, s.identity_key)"
                    + " and not are_distinct(o.id, s.id)";

    private static final String WRONG = """
            with expected as (%s union all %s),
            found as (select student_id, reason, partner_id, in_partner from possible_duplicate)
            select (select count(*) from (table expected except table found) missing)
                 + (select count(*) from (table found except table expected) superfluous)""".formatted(
                    EXPECTED.formatted("INE", "o.ine = s.ine and not are_distinct(o.id, s.id)"),
                    EXPECTED.formatted("IDENTITY", SIMILAR));

    private static final String COPY = """
            insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place, ine,
              identity_key, identity_version, high_level_athlete, apprentice, civil_servant, priority_district,
              parent_of_three, registered_at)
            select cast('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0') as uuid), version, partner_id, family_name,
              given_names, birth_date, 'alone', lpad(to_hex(i), 10, '0') || 'Z', 'ALONE' || i, identity_version,
              high_level_athlete, apprentice, civil_servant, priority_district, parent_of_three, registered_at
            from generate_series(1, ?) i, student s where s.id = ?""";

    private PossibleDuplicates() {}

    /** The number of rows that are missing, superfluous or different. */
    static long wrong() {
        return World.number(WRONG);
    }

    /** Inserts students whose ids are lower than all others. No two of them share a key. */
    static void copyWithoutDuplicates(int number, UUID student) {
        World.execute(COPY, number, student);
    }

    static void deleteCopies() {
        World.execute("delete from student where birth_place = 'alone'");
    }
}
