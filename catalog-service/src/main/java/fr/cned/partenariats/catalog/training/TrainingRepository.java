package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.catalog.partner.PartnerSight;
import fr.cned.partenariats.commons.paging.Conditions;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            from regexp_split_to_table(plain(cast(:names as text)), ' ') as word
            where length(word) between 3 and 40
            order by word
            on conflict do nothing""";

    private final PartnerSight partners;

    TrainingRepository(PartnerSight partners) {
        this.partners = partners;
    }

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
        boolean ranked = filter.words().isPresent();
        Conditions which = visible(filter, drafts);
        filter.selected()
                .forEach((facet, values) -> which.naming(facet.condition(), Map.of(facet.parameter(), array(values))));
        Conditions where = new Conditions();
        if (after != null && ranked) {
            where.naming(
                    "(rank < :rank or (rank = :rank and id > :id))", Map.of("rank", after.rank(), "id", after.id()));
        } else if (after != null) {
            where.naming("id > :id", Map.of("id", after.id()));
        }
        NativeQuery<Object[]> query = getSession()
                .createNativeQuery(
                        (ranked ? RANKED_PAGE : PAGE).formatted(which.query(), where.query()), Object[].class)
                .addEntity("t", Training.class)
                .addScalar("rank", Integer.class);
        which.parameters().forEach(query::setParameter);
        where.parameters().forEach(query::setParameter);
        filter.words().ifPresent(words -> query.setParameter("q", words));
        return query.setParameter("rows", rows)
                .getResultStream()
                .map(row -> new RankedTraining((Training) row[0], (Integer) row[1]))
                .toList();
    }

    /** How many trainings each value of each facet would find. */
    TrainingFacets facets(TrainingFilter filter, boolean drafts) {
        Conditions which = visible(filter, drafts);
        filter.words().ifPresent(words -> which.naming("t.search @@ (select training_query(:q))", Map.of("q", words)));
        Query query = getEntityManager().createNativeQuery(FacetCounts.sql(which.query(), filter.selected()));
        which.parameters().forEach(query::setParameter);
        filter.selected().forEach((facet, values) -> query.setParameter(facet.parameter(), array(values)));
        return FacetCounts.of(query.getResultList());
    }

    private Conditions visible(TrainingFilter filter, boolean drafts) {
        Conditions conditions = new Conditions()
                .matching("t.state <> ?", drafts ? null : TrainingState.DRAFT.name())
                .matching("t.training_need_id = ?", filter.trainingNeedId);
        partners.narrowTrainings(conditions, filter.partnerId);
        return conditions;
    }

    private static String[] array(List<String> values) {
        return values.toArray(new String[0]);
    }

    /** What changed after the number given, in the order of the changes; each training once, as it is now. */
    List<Training> changedAfter(long changeNumber, boolean drafts, int rows) {
        Conditions conditions = new Conditions()
                .after("changeNumber", changeNumber)
                .matching("state <> ?", drafts ? null : TrainingState.DRAFT);
        return find(conditions.query() + " order by changeNumber", conditions.parameters())
                .range(0, rows - 1)
                .list();
    }

    /** The ids of those of these codes that are in use. */
    Map<String, UUID> idsByCode(List<String> codes) {
        return list("code in ?1", codes).stream()
                .collect(Collectors.toMap(training -> training.content().code(), Training::id));
    }

    /** Makes the words of published trainings known to the correction of typos. */
    void learnWords(List<TrainingContent> published) {
        String names = published.stream().flatMap(TrainingRepository::names).collect(Collectors.joining(" "));
        getEntityManager()
                .createNativeQuery(LEARN_WORDS)
                .setParameter("names", names)
                .executeUpdate();
    }

    private static Stream<String> names(TrainingContent training) {
        Contest contest = training.contest();
        return contest == null
                ? Stream.of(training.title())
                : Stream.of(training.title(), contest.name(), Objects.requireNonNullElse(contest.corps(), ""));
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
