package fr.cned.partenariats.partner.partner;

import fr.cned.partenariats.partner.Where;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of partners. */
@ApplicationScoped
class PartnerRepository implements PanacheRepositoryBase<Partner, UUID> {

    Optional<Partner> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** @param only the one partner that the caller may see; null for all */
    List<Partner> list(PartnerFilter filter, @Nullable UUID only, @Nullable UUID after, int rows) {
        Where where = new Where()
                .and("id = :only", "only", only)
                .and("id > :after", "after", after)
                .and("kind = :kind", "kind", filter.kind)
                .and("state = :state", "state", filter.state)
                .and("relation = :relation", "relation", filter.relation)
                .and("parentId = :parentId", "parentId", filter.parentId)
                .and("uai = :uai", "uai", filter.uai)
                .and("siret = :siret", "siret", filter.siret)
                .and("siret like concat(:siren, '%')", "siren", filter.siren)
                .and(
                        "searchText like concat('%', cast(function('fold', :q) as string), '%') escape '!'",
                        "q", literal(filter.q));
        return find("from Partner" + where.hql() + " order by id", where.parameters())
                .range(0, rows - 1)
                .list();
    }

    /** Who has one of these identifiers, apart from {@code self}. */
    Optional<Partner> holderOf(Identifiers identifiers, UUID self) {
        return find("(uai = ?1 or siret = ?2) and id <> ?3", identifiers.uai(), identifiers.siret(), self)
                .firstResultOptional();
    }

    /**
     * Makes whoever wants the same identifiers wait until this transaction ends, so that the second
     * finds the first and can name it. The unique indexes stand behind.
     */
    void claim(Identifiers identifiers) {
        String[] claims = Stream.of(identifiers.uai(), identifiers.siret())
                .flatMap(Stream::ofNullable)
                .sorted()
                .toArray(String[]::new);
        if (claims.length > 0) {
            getEntityManager()
                    .createNativeQuery("select count(pg_advisory_xact_lock(hashtextextended(claim, 0)))"
                            + " from unnest(cast(:claims as text[])) claim")
                    .setParameter("claims", claims)
                    .getSingleResult();
        }
    }

    boolean hasMembers(UUID id) {
        return count("parentId", id) > 0;
    }

    private static @Nullable String literal(@Nullable String q) {
        return q == null ? null : q.replaceAll("([!%_])", "!$1");
    }
}
