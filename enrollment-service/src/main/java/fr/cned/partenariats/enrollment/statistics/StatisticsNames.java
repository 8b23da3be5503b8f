package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.base.database.ReadLimit;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.statistics.StatisticsJoin.Names;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.Federation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.duckdb.DuckDBConnection;
import org.hibernate.Session;

/** Reads what a count needs beside the spans: what a federation counts, and names of objects. */
@ApplicationScoped
class StatisticsNames {

    private final EntityManager em;
    private final ReadLimit reads;

    StatisticsNames(EntityManager em, ReadLimit reads) {
        this.em = em;
        this.reads = reads;
    }

    /** What this partner counts as a federation; empty for any other partner. */
    @Transactional
    Federation federation(UUID partner) {
        return new Federation(idsFrom("members_of", partner), idsFrom("agreements_under_frameworks_of", partner));
    }

    private List<UUID> idsFrom(String function, UUID partner) {
        return em.unwrap(Session.class)
                .createNativeQuery("select * from " + function + "(:partner)", UUID.class)
                .setParameter("partner", partner)
                .getResultList();
    }

    /** Copies the names that the caller may see. */
    @Transactional
    void copy(Collection<StatisticsJoin> joins, DuckDBConnection to) {
        copyWithinScope(joins, to);
    }

    /** Copies also those of the members and clubs of a federation. */
    @AllTenants
    @Transactional
    void copyWithMembers(Collection<StatisticsJoin> joins, DuckDBConnection to) {
        copyWithinScope(joins, to);
    }

    private void copyWithinScope(Collection<StatisticsJoin> joins, DuckDBConnection to) {
        List<Names> all = joins.stream().flatMap(join -> join.names().stream()).toList();
        if (all.isEmpty()) {
            return;
        }
        reads.begin();
        em.unwrap(Session.class).doWork(connection -> {
            for (Names names : all) {
                StatisticsFile.execute(to, "create temp table " + names.table());
                try (PreparedStatement query = connection.prepareStatement(names.source());
                        ResultSet rows = query.executeQuery()) {
                    StatisticsFile.append(names.tableName(), rows, to);
                }
            }
        });
    }
}
