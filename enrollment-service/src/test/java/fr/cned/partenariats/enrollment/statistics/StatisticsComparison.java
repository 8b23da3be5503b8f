package fr.cned.partenariats.enrollment.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.base.database.ReadLimit;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.Federation;
import fr.cned.partenariats.enrollment.student.Situation;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.duckdb.DuckDBConnection;

/** Asks random questions about the enrollments of a partner, and compares the counts of the file with those of SQL. */
public final class StatisticsComparison {

    static final int DAYS = 90;
    static final List<String> NETWORKS = List.of("CAMPUS_HISTORY", "ACADEMY_HISTORY");

    /** The names of a federation's members are read beyond the scope of the caller. */
    private static final List<UUID> ALL_NAMES = List.of(new UUID(0, 0));

    /** An agreement of the partner under the framework of a federation. */
    static final UUID UNDER_FRAMEWORK = new UUID(0, 2);

    private static final Optional<UUID> FEDERATION = Optional.of(new UUID(0, 1));

    private final World world;
    private final Random random;
    private final long seed;
    private final StatisticsService statistics = bean(StatisticsService.class);
    private final ReadLimit reads = bean(ReadLimit.class);
    private final EntityManager em = bean(EntityManager.class);
    private final Clock clock = bean(Clock.class);

    StatisticsComparison(World world, Random random, long seed) {
        this.world = world;
        this.random = random;
        this.seed = seed;
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    /** Compares what the service counts. */
    public static void assertSameCounts(World world, int questions, long seed) throws SQLException {
        new StatisticsComparison(world, new Random(seed), seed)
                .assertSameCounts(bean(StatisticsReader.class), questions);
    }

    void assertSameCounts(StatisticsReader counting, int questions) throws SQLException {
        counting.read();
        for (int i = 0; i < questions; i++) {
            assertSameCount(counting);
        }
    }

    long total(StatisticsReader counting) throws SQLException {
        StatisticsFilter filter = new StatisticsFilter();
        filter.partnerId = world.partner;
        return counted(
                        new StatisticsQuestion(
                                filter,
                                StatisticsGrouping.parse("state"),
                                Optional.empty(),
                                List.of(),
                                new Federation(ALL_NAMES, List.of()),
                                StatisticsMoment.of(null, clock),
                                true,
                                null,
                                100),
                        counting)
                .get(0)
                .enrollments();
    }

    private List<CountRow> counted(StatisticsQuestion question, StatisticsReader counting) throws SQLException {
        try (DuckDBConnection connection = counting.connect().orElseThrow()) {
            return statistics.rows(question, connection, reads.deadline());
        }
    }

    private void assertSameCount(StatisticsReader counting) throws SQLException {
        StatisticsFilter filter = new StatisticsFilter();
        filter.partnerId = world.partner;
        if (random.nextInt(3) == 0) {
            filter.state = List.of(one(EnrollmentState.values()), one(EnrollmentState.values()));
        }
        filter.hosted = random.nextInt(4) == 0 ? random.nextBoolean() : null;
        filter.academicYear = random.nextInt(4) == 0 ? year(random) : null;
        filter.funding = random.nextInt(4) == 0 ? one(FundingKind.values()) : null;
        filter.fundingState = random.nextInt(4) == 0 ? one(FundingLine.State.values()) : null;
        filter.siteId = random.nextInt(8) == 0 ? world.site : null;
        filter.network = random.nextInt(4) == 0 ? List.of(NETWORKS.get(random.nextInt(NETWORKS.size()))) : List.of();
        filter.agreementId =
                random.nextInt(8) == 0 ? List.of(random.nextBoolean() ? world.agreement : UNDER_FRAMEWORK) : List.of();
        filter.family = random.nextInt(8) == 0 ? "BTS" : null;
        filter.situation = random.nextInt(8) == 0 ? one(Situation.values()) : null;
        LocalDate today = LocalDate.now(clock);
        LocalDate day = random.nextInt(4) == 0 ? today : today.minusDays(random.nextInt(DAYS + 5));
        StatisticsQuestion question = new StatisticsQuestion(
                filter,
                grouping(),
                random.nextInt(4) == 0 ? FEDERATION : Optional.empty(),
                random.nextInt(8) == 0 ? List.of(world.site) : List.of(),
                federation(),
                StatisticsMoment.of(day, clock),
                random.nextInt(4) > 0,
                null,
                100);
        assertThat(counted(question, counting))
                .as(
                        "%s as of %s, states %s by %s, seed %d",
                        question.own(), day, filter.state, question.grouping(), seed)
                .isEqualTo(countRows(question));
    }

    /** The partner is its member, or one of its agreements is under the federation's framework, or neither. */
    private Federation federation() {
        List<UUID> members = random.nextInt(4) == 0 ? List.of(world.partner) : ALL_NAMES;
        return new Federation(members, random.nextInt(4) == 0 ? List.of() : List.of(UNDER_FRAMEWORK));
    }

    private StatisticsGrouping grouping() {
        String a = one(StatisticsDimension.values()).name();
        String b = one(StatisticsDimension.values()).name();
        return StatisticsGrouping.parse(random.nextInt(5) == 0 ? null : a.equals(b) ? a : a + "," + b);
    }

    private List<CountRow> countRows(StatisticsQuestion question) {
        return QuarkusTransaction.requiringNew().call(() -> {
            em.createNativeQuery("select set_config('commons.tenant', '*', true)")
                    .getSingleResult();
            List<CountRow> rows = StatisticsRows.count(em, question, clock.getZone());
            return question.grouping().dimensions().isEmpty() ? rows.subList(0, 1) : rows;
        });
    }

    static String year(Random random) {
        int year = 2024 + random.nextInt(3);
        return year + "-" + (year + 1);
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
