package fr.cned.partenariats.catalog.training;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.catalog.replica.PartnerFilter;
import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.PageParams;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class TrainingRepository implements PanacheRepositoryBase<Training, UUID> {

    private static final String PAGE = """
            select {t.*}, cast(0 as integer) as rank from training t
            where %s and %s order by t.id limit :rows offset :skipped""";

    private static final String RANKED_PAGE = """
            with typed as materialized (select training_query(:q, :withDrafts) as query)
            select {t.*}, t.rank from (
                select t.*, cast(round(1e6 * ts_rank(t.search, typed.query)) as integer) as rank
                from training t, typed
                where t.search @@ typed.query and %s
            ) t where %s order by t.rank desc, t.id limit :rows offset :skipped""";

    private static final String ADD_SEARCH_WORDS = """
            insert into training_word (word)
            select distinct word
            from regexp_split_to_table(plain(cast(:names as text)), ' ') as word
            where length(word) between 3 and 40
            order by word
            on conflict do nothing""";

    private final PartnerFilter partnerFilter;

    TrainingRepository(PartnerFilter partnerFilter) {
        this.partnerFilter = partnerFilter;
    }

    Optional<Training> findByCode(String code) {
        return find("code", code).singleResultOptional();
    }

    /** Returns one page: best matches first for a search, otherwise oldest first. */
    List<RankedTraining> page(TrainingFilter filter, boolean withDrafts, @Nullable PageKey after, PageParams page) {
        boolean ranked = filter.words().isPresent();
        Conditions conditions = visible(filter, withDrafts);
        filter.selected()
                .forEach((facet, values) ->
                        conditions.with(facet.condition(), Map.of(facet.parameter(), array(values))));
        Conditions keyset = new Conditions();
        if (after != null && ranked) {
            keyset.with(
                    "(t.rank < :rank or (t.rank = :rank and t.id > :id))",
                    Map.of("rank", after.rank(), "id", after.id()));
        } else if (after != null) {
            keyset.with("t.id > :id", Map.of("id", after.id()));
        }
        NativeQuery<Object[]> query = getSession()
                .createNativeQuery(
                        (ranked ? RANKED_PAGE : PAGE).formatted(conditions.query(), keyset.query()), Object[].class)
                .addEntity("t", Training.class)
                .addScalar("rank", Integer.class);
        conditions.parameters().forEach(query::setParameter);
        keyset.parameters().forEach(query::setParameter);
        filter.words().ifPresent(words -> query.setParameter("q", words).setParameter("withDrafts", withDrafts));
        query.setParameter("rows", page.fetchSize()).setParameter("skipped", page.skipped());
        return query.setReadOnly(true).getResultList().stream()
                .map(row -> new RankedTraining((Training) row[0], (Integer) row[1]))
                .toList();
    }

    TrainingFacets countByFacet(TrainingFilter filter, boolean withDrafts) {
        Conditions conditions = visible(filter, withDrafts);
        filter.words()
                .ifPresent(words -> conditions.with(
                        "t.search @@ (select training_query(:q, :withDrafts))",
                        Map.of("q", words, "withDrafts", withDrafts)));
        Query query = getEntityManager().createNativeQuery(FacetCounts.sql(conditions.query(), filter.selected()));
        conditions.parameters().forEach(query::setParameter);
        filter.selected().forEach((facet, values) -> query.setParameter(facet.parameter(), array(values)));
        return FacetCounts.of(query.getResultList());
    }

    private Conditions visible(TrainingFilter filter, boolean withDrafts) {
        Conditions conditions = new Conditions()
                .matching("t.state <> ?", withDrafts ? null : TrainingState.DRAFT.name())
                .matching("t.training_need_id = ?", filter.trainingNeedId)
                .equal("t.code", filter.code);
        partnerFilter.limitTrainings(conditions, filter.partnerId);
        return conditions;
    }

    private static String[] array(List<String> values) {
        return values.toArray(new String[0]);
    }

    /** The next trainings in the order of their ids, drafts included. */
    List<Training> listAfter(UUID after, int rows) {
        return find("id > ?1 order by id", after)
                .range(0, rows - 1)
                .withHint(HINT_READ_ONLY, true)
                .list();
    }

    /** The existing ones, drafts included. An array of ids is one statement, whatever their number. */
    List<Training> findAll(Collection<UUID> ids) {
        return getSession().findMultiple(Training.class, List.copyOf(ids)).stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /** Returns the ids of existing trainings by code. */
    Map<String, UUID> idsByCode(List<String> codes) {
        return list("code in ?1", codes).stream()
                .collect(Collectors.toMap(training -> training.details().code(), Training::id));
    }

    /** Adds the words of published trainings to the dictionary that corrects typos. */
    void addSearchWords(List<TrainingDetails> published) {
        String names = published.stream().flatMap(TrainingRepository::names).collect(Collectors.joining(" "));
        getEntityManager()
                .createNativeQuery(ADD_SEARCH_WORDS)
                .setParameter("names", names)
                .executeUpdate();
    }

    private static Stream<String> names(TrainingDetails training) {
        Contest contest = training.contest();
        return contest == null
                ? Stream.of(training.title())
                : Stream.of(training.title(), contest.name(), Objects.requireNonNullElse(contest.corps(), ""));
    }

    /**
     * Increases the revision of the whole catalogue. That locks its row, so the catalogue has one writer at a time: rules
     * that span trainings and offerings hold, and no change deadlocks.
     */
    void lockCatalogue() {
        getEntityManager()
                .createNativeQuery("update catalog_revision set revision = revision + 1")
                .executeUpdate();
    }

    /** Sort key of the last row of a page. */
    record PageKey(int rank, UUID id) {}

    /** A training with its search rank in millionths. */
    record RankedTraining(Training training, int rank) {

        PageKey pageKey() {
            return new PageKey(rank, training.id());
        }
    }
}
