package fr.cned.partenariats.enrollment.student;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many students with one family name, birth date and birth place. */
@EnrollmentIT
class NamesakesIT {

    private static final int NAMESAKES = 5_000;
    private static final int STEPS = 60;

    private static final String INSERT = """
            insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place,
                                 identity_key, identity_version, registered_at, high_level_athlete, apprentice,
                                 civil_servant, priority_district, parent_of_three)
            select gen_random_uuid(), 0, ?, 'x', 'x', '2004-05-06', 'namesake', n.identity, 2, now(), false, false, false,
                   false, false
            from unnest(string_to_array(?, ' ')) n (identity)""";

    private static final Pattern BUFFERS = Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?");

    private final String family = "NAMESAKE" + UUID.randomUUID().toString().replace("-", "");

    @AfterEach
    void deleteNamesakes() {
        World.execute("delete from student where birth_place = 'namesake'");
        assertThat(World.number("select count(*) from crowded_student c"
                        + " where not exists (select from student s where s.id = c.student_id)"))
                .isZero();
        assertThat(PossibleDuplicates.wrong()).isZero();
    }

    /** Random batches, corrections, merges and deletions, below and above the limit of a crowd. */
    @Test
    void eachChangeLeavesTheResultOfComparingAllPairs() {
        Random random = new Random(7);
        UUID[] partners = {UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()};
        for (int step = 0; step < STEPS; step++) {
            StringBuilder batch = new StringBuilder(identity(random));
            for (int more = random.nextInt(10); more > 0; more--) {
                batch.append(' ').append(identity(random));
            }
            World.execute(INSERT, partners[random.nextInt(partners.length)], batch.toString());
            String any = " where id = (select id from student where birth_place = 'namesake' and merged_into is null"
                    + " and not exists (select from student a where a.merged_into = student.id) order by id offset "
                    + random.nextInt(step + 1) + " limit 1)";
            switch (random.nextInt(4)) {
                case 0 -> World.execute("update student set identity_key = ?" + any, identity(random));
                case 1 -> World.execute("delete from student" + any);
                case 2 ->
                    World.execute("update student set merged_into = (select id from student s where s.birth_place ="
                            + " 'namesake' and s.merged_into is null and s.id <> student.id order by id desc limit 1)"
                            + any);
                default ->
                    World.execute("update student set merged_into = null where id = (select id from student where"
                            + " merged_into is not null and birth_place = 'namesake' order by id limit 1)");
            }
            assertThat(PossibleDuplicates.wrong()).as("step " + step).isZero();
        }
        assertThat(World.number("select count(*) from crowded_student c join student s on s.id = c.student_id"
                        + " where s.birth_place = 'namesake'"))
                .isPositive();
    }

    /** Each student of the key was read: more than 5 000 blocks of an index and the table. */
    @Test
    void aNamesakeReadsFewOfTheOthers() throws SQLException {
        World.execute(
                INSERT.replace(
                        "unnest(string_to_array(?, ' ')) n (identity)",
                        "generate_series(1, " + NAMESAKES
                                + ") i cross join lateral (select ? || '|' || translate(upper(left(md5(i::text), 10)),"
                                + " '0123456789', 'GHIJKLMNOP') || '|2004-05-06|BREST') n (identity)"),
                UUID.randomUUID(),
                family);
        World.execute("analyze student");

        String namesake = family + "|QWERTZUIOP|2004-05-06|BREST";
        assertThat(blocks(namesake)).isLessThan(600);
        assertThat(blocks(family + "X|QWERTZUIOP|2004-05-06|BREST")).isLessThan(50);
        assertThat(PossibleDuplicates.wrong()).isZero();
    }

    /** Blocks that the search for similar students touches. The first call also plans the statements of the function. */
    private static long blocks(String identity) throws SQLException {
        try (Connection connection = OwnerDatabase.connect()) {
            blocks(connection, identity);
            return blocks(connection, identity);
        }
    }

    private static long blocks(Connection connection, String identity) throws SQLException {
        try (PreparedStatement explain = OwnerDatabase.prepare(
                        connection, "explain (analyze, buffers) select similar_students(?)", identity);
                ResultSet lines = explain.executeQuery()) {
            while (lines.next()) {
                Matcher buffers = BUFFERS.matcher(lines.getString(1));
                if (buffers.find()) {
                    return Long.parseLong(buffers.group(1))
                            + (buffers.group(2) == null ? 0 : Long.parseLong(buffers.group(2)));
                }
            }
            return 0;
        }
    }

    private String identity(Random random) {
        StringBuilder given = new StringBuilder();
        for (int letters = 1 + random.nextInt(6); letters > 0; letters--) {
            given.append((char) ('A' + random.nextInt(5)));
        }
        return family + '|' + given + "|2004-05-06|BREST";
    }
}
