package fr.cned.partenariats.partner.partner;

import fr.cned.partenariats.commons.paging.Conditions;
import fr.cned.partenariats.partner.Claims;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of partners. */
@ApplicationScoped
class PartnerRepository implements PanacheRepositoryBase<Partner, UUID> {

    /** By index, which the planner does not use for like below a policy (V020). */
    private static final String NAME_CONTAINS =
            "cast(sql('? = any (partners_named(?))', id, :named) as Boolean) = true";

    Optional<Partner> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** @param only the one partner that the caller may see; null for all */
    List<Partner> list(PartnerFilter filter, @Nullable UUID only, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions()
                .equal("id", only)
                .after("id", after)
                .equal("kind", filter.kind)
                .equal("state", filter.state)
                .equal("relation", filter.relation)
                .equal("parentId", filter.parentId)
                .equal("uai", filter.uai)
                .equal("siret", filter.siret)
                .matching("siret between concat(?, '00000') and concat(?, '99999')", filter.siren);
        if (filter.q != null) {
            conditions.naming(NAME_CONTAINS, Map.of("named", filter.q));
        }
        return find(conditions.query() + " order by id", conditions.parameters())
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
        Claims.hold(
                getEntityManager(),
                Stream.of(identifiers.uai(), identifiers.siret())
                        .flatMap(Stream::ofNullable)
                        .toList());
    }

    boolean hasMembers(UUID id) {
        return count("parentId", id) > 0;
    }
}
