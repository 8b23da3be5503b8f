package fr.cned.partenariats.catalog.lheo;

import com.fasterxml.jackson.core.type.TypeReference;
import fr.cned.partenariats.commons.base.database.JsonColumns;
import fr.cned.partenariats.commons.changelog.ChangePosition;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.hibernate.Session;

/**
 * Reads trainings with their offerings. One statement reads all of them with a cursor, so it has one snapshot, and memory
 * for one batch of rows.
 */
@ApplicationScoped
class LheoRepository {

    private static final int ROWS_IN_MEMORY = 200;

    /** LHEO has one period of enrollment: from the first opening to the last closing of several. */
    private static final String ROWS = """
            select json_build_object(
                     'id', t.id, 'code', t.code, 'title', t.title, 'family', t.family, 'state', t.state, 'level', t.level,
                     'rncp', t.rncp, 'durationHours', t.duration_hours, 'modalities', t.modalities,
                     'apprenticeship', t.apprenticeship, 'minLevel', t.prerequisite_min_level,
                     'exemptions', t.prerequisite_exemptions, 'nsf', t.nsf, 'rome', t.rome, 'formacode', t.formacode,
                     'objectives', t.objectives, 'content', t.content, 'curriculum', t.curriculum,
                     'offerings', (
                       select coalesce(json_agg(json_build_object(
                                'id', o.id, 'modality', o.modality, 'state', o.state,
                                'opensOn', coalesce(o.enrollment_opens_on, (
                                  select min(cast(p ->> 'opensOn' as date))
                                  from jsonb_array_elements(o.enrollment_periods) p)),
                                'closesOn', coalesce(o.enrollment_closes_on, (
                                  select case when count(*) = count(p ->> 'closesOn')
                                              then max(cast(p ->> 'closesOn' as date)) end
                                  from jsonb_array_elements(o.enrollment_periods) p)),
                                'startsOn', o.starts_on, 'endsOn', o.ends_on,
                                'capacity', o.capacity, 'price', o.price_amount, 'networks', o.restricted_to_networks)
                                order by o.starts_on, o.id), '[]')
                       from offering o where o.training_id = t.id and o.state <> 'CANCELLED'))
            from training t where %s order by t.id""";

    private static final String EXPORTED = """
            t.state = 'PUBLISHED'
            and exists (select from offering o where o.training_id = t.id and o.state <> 'CANCELLED')""";

    /**
     * A draft was never exported, because a training does not become a draft again. Entries of places are not audited, and
     * may be millions: the indexes leave them out.
     */
    static final String CHANGED = """
            t.state <> 'DRAFT' and t.id in (
              select case when e.object_type = 'training' then cast(e.object_id as uuid)
                          else (select o.training_id from offering o where o.id = cast(e.object_id as uuid)) end
              from change_log e
              where e.audited and e.object_type in ('training', 'offering') and e.id > ? and e.at >= ?)""";

    private static final String PUBLISHED = "t.state = 'PUBLISHED' and t.id > ?";

    /**
     * The catalogue has one writer at a time, so its entries are committed in the order of their ids: the newest visible
     * one is a position behind which no entry is missing.
     */
    static final String STATE = """
            select (select r.revision from catalog_revision r),
                   coalesce(newest.id, 0), coalesce(newest.at, 0),
                   ? = 0 or exists (select from change_log e where e.id = ?
                                      and cast(extract(epoch from e.at) * 1000000 as bigint) = ?),
                   exists (select from training t where %s)
            from (select 1) one left join lateral (
              select e.id, cast(extract(epoch from e.at) * 1000000 as bigint) as at
              from change_log e where e.audited and e.object_type in ('training', 'offering')
              order by e.id desc limit 1) newest on true""";

    private static final TypeReference<LheoTraining> TRAINING = new TypeReference<>() {};

    private final EntityManager em;

    LheoRepository(EntityManager em) {
        this.em = em;
    }

    /** A condition on trainings, with its parameters. */
    record Selection(String condition, List<Object> parameters) {

        static final Selection ALL_EXPORTED = new Selection(EXPORTED, List.of());

        /** Also those that are no longer exported. */
        static Selection changed(ChangePosition after, Instant since) {
            return new Selection(CHANGED, List.of(after.id(), since.atOffset(ZoneOffset.UTC)));
        }

        static Selection publishedAfter(UUID training) {
            return new Selection(PUBLISHED, List.of(training));
        }
    }

    /**
     * @param revision of the catalogue
     * @param newest the position of the newest change
     * @param isKnown whether the log still has the change after which the reader asks
     * @param isEmpty whether the selection is empty
     */
    record State(long revision, ChangePosition newest, boolean isKnown, boolean isEmpty) {}

    /** @param known the last change that the reader knows; at the beginning of the log 0 */
    State state(Selection selection, ChangePosition known) {
        return QuarkusTransaction.requiringNew()
                .call(() -> em.unwrap(Session.class).doReturningWork(connection -> {
                    try (PreparedStatement query =
                            prepare(connection, STATE, selection, known.id(), known.id(), known.at())) {
                        try (ResultSet row = query.executeQuery()) {
                            row.next();
                            return new State(
                                    row.getLong(1),
                                    new ChangePosition(row.getLong(2), row.getLong(3)),
                                    row.getBoolean(4),
                                    !row.getBoolean(5));
                        }
                    }
                }));
    }

    /** Gives the trainings to the reader, in the order of their ids, while it returns true. */
    void read(Selection selection, Predicate<LheoTraining> reader) {
        QuarkusTransaction.requiringNew()
                .run(() -> em.unwrap(Session.class).doWork(connection -> read(connection, selection, reader)));
    }

    private static void read(Connection connection, Selection selection, Predicate<LheoTraining> reader)
            throws SQLException {
        try (PreparedStatement query = prepare(connection, ROWS, selection)) {
            query.setFetchSize(ROWS_IN_MEMORY);
            try (ResultSet rows = query.executeQuery()) {
                boolean wanted = true;
                while (wanted && rows.next()) {
                    wanted = reader.test(JsonColumns.read(rows.getString(1), TRAINING));
                }
            }
        }
    }

    private static PreparedStatement prepare(
            Connection connection, String sql, Selection selection, Object... parametersBefore) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql.formatted(selection.condition()));
        int place = 0;
        for (Object parameter : parametersBefore) {
            query.setObject(++place, parameter);
        }
        for (Object parameter : selection.parameters()) {
            query.setObject(++place, parameter);
        }
        return query;
    }
}
