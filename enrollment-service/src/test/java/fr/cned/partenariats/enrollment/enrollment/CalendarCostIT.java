package fr.cned.partenariats.enrollment.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The jobs by date read what is due: their plans on a table of ended and running enrollments with nothing due. */
@EnrollmentIT
class CalendarCostIT {

    private static final int ENROLLMENTS = 20_000;

    /**
     * A probe of an index reads three blocks. Other tests leave more than a hundred offerings, and agreements that a
     * party has left: these need a probe for each of four states.
     */
    private static final long MAX_BLOCKS = 2_500;

    /** Half of them are ACTIVE, the others are COMPLETED. */
    private static final String MANY = """
            insert into enrollment overriding user value
            select (jsonb_populate_record(e, jsonb_build_object(
              'id', gen_random_uuid(), 'person_id', gen_random_uuid(), 'distinct_person', true,
              'state', case when i %% 2 = 0 then 'ACTIVE' else 'COMPLETED' end))).*
            from enrollment e, generate_series(1, %d) i where e.id = '%s'""";

    private static final Pattern BLOCKS = Pattern.compile("Buffers: shared (?:hit=(\\d+))? ?(?:read=(\\d+))?");

    @TestFactory
    Stream<DynamicTest> aSweepWithNothingDueReadsAFewBlocks() throws SQLException {
        World world = World.published();
        String id = world.enrolled();
        Map<String, List<String>> plans = Map.of(
                "holds", List.of(DueEnrollments.HOLDS_PAST),
                "starts", List.of(DueEnrollments.STARTED_OFFERINGS, DueEnrollments.DUE_TO_START),
                "ended agreements", List.of(DueEnrollments.WAITING_UNDER_ENDED_AGREEMENTS),
                "ended offerings", List.of(DueEnrollments.WAITING_FOR_ENDED_OFFERINGS),
                "postponed starts", List.of(DueEnrollments.ACTIVE_BEFORE_POSTPONED_START),
                "cancelled offerings", List.of(DueEnrollments.LIVE_ON_CANCELLED_OFFERINGS),
                "former parties", List.of(DueEnrollments.LIVE_OF_FORMER_PARTIES),
                "ended sites", List.of(DueEnrollments.LIVE_AT_ENDED_SITES));
        Map<String, String> explained;
        try (Connection connection = OwnerDatabase.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(MANY.formatted(ENROLLMENTS, id));
            statement.execute("analyze enrollment");
            explained = plans.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, sweep -> explain(statement, sweep.getValue(), world.offering)));
            connection.rollback();
        }
        return explained.entrySet().stream()
                .map(sweep -> DynamicTest.dynamicTest(
                        sweep.getKey(),
                        () -> assertThat(sweep.getValue())
                                .doesNotContain("Seq Scan on enrollment")
                                .satisfies(plan -> assertThat(blocks(plan)).isLessThan(MAX_BLOCKS))));
    }

    private static String explain(Statement statement, List<String> queries, UUID offering) {
        StringBuilder plan = new StringBuilder();
        for (String query : queries) {
            String bound = query.replace(":today", "date '2026-01-01'")
                    .replace(":after", "uuid '00000000-0000-0000-0000-000000000000'")
                    .replace(":offering", "uuid '" + offering + "'")
                    .replace(":size", "200");
            try (ResultSet lines = statement.executeQuery("explain (analyze, buffers, costs off) " + bound)) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return plan.toString();
    }

    /** The first line of buffers of a plan is the sum of its nodes. */
    private static long blocks(String plan) {
        Matcher first = BLOCKS.matcher(plan);
        return first.find() ? number(first.group(1)) + number(first.group(2)) : 0;
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
