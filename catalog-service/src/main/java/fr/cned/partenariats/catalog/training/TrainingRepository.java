package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.catalog.query.Conditions;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Trainings in the database. */
@ApplicationScoped
class TrainingRepository implements PanacheRepositoryBase<Training, UUID> {

    private static final String PAGE = """
            select * from (
                select t.*, cast(0 as integer) as rank from training t where %s
            ) t where %s order by id limit :rows""";

    private static final String RANKED_PAGE = """
            with typed as materialized (select training_query(:q) as query)
            select * from (
                select t.*, cast(round(1e6 * ts_rank(t.search, typed.query)) as integer) as rank
                from training t, typed
                where t.search @@ typed.query and %s
            ) t where %s order by rank desc, id limit :rows""";

    private static final String LEARN_WORDS = """
            insert into training_word (word)
            select distinct word
            from regexp_split_to_table(plain(concat_ws(' ', :title, :contest, :corps)), ' ') as word
            where length(word) between 3 and 40
            order by word
            on conflict do nothing""";

    Optional<Training> findByCode(String code) {
        return find("code", code).singleResultOptional();
    }

    /** In the order of their ids, locked, so that no change gets its event in before the one of what is read here. */
    List<Training> lockAfter(UUID after, int rows) {
        return find("id > ?1 order by id", after)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .range(0, rows - 1)
                .list();
    }

    /** One page, best matches first when words are searched for, else oldest first. */
    List<RankedTraining> page(TrainingFilter filter, boolean drafts, @Nullable Position after, int rows) {
        Conditions which = conditions(filter, drafts);
        Conditions where = new Conditions();
        boolean ranked = filter.q != null;
        if (after != null && ranked) {
            where.and("(rank < :rank or (rank = :rank and id > :id))", "id", after.id())
                    .value("rank", after.rank());
        } else if (after != null) {
            where.and("id > :id", "id", after.id());
        }
        NativeQuery<Object[]> query = getSession()
                .createNativeQuery((ranked ? RANKED_PAGE : PAGE).formatted(which.sql(), where.sql()), Object[].class)
                .addEntity("t", Training.class)
                .addScalar("rank", Integer.class);
        if (ranked) {
            query.setParameter("q", filter.q);
        }
        which.bind(query);
        where.bind(query);
        query.setParameter("rows", rows);
        return query.getResultStream()
                .map(row -> new RankedTraining((Training) row[0], (Integer) row[1]))
                .toList();
    }

    static Conditions conditions(TrainingFilter filter, boolean drafts) {
        Conditions conditions = new Conditions();
        if (!drafts) {
            conditions.and("t.state <> 'DRAFT'");
        }
        filter.selected()
                .forEach((facet, values) ->
                        conditions.and(facet.condition(), facet.parameter(), values.toArray(new String[0])));
        return conditions;
    }

    /** Makes the words of a published training known to the correction of typos. */
    void learnWords(TrainingContent content) {
        Contest contest = content.contest();
        getEntityManager()
                .createNativeQuery(LEARN_WORDS)
                .setParameter("title", content.title())
                .setParameter("contest", contest == null ? "" : contest.name())
                .setParameter("corps", contest == null || contest.corps() == null ? "" : contest.corps())
                .executeUpdate();
    }

    /** Where a page ends. */
    record Position(int rank, UUID id) {}

    /** A training and how well it matches what was searched for, in millionths. */
    record RankedTraining(Training training, int rank) {

        Position position() {
            return new Position(rank, training.id());
        }
    }
}
