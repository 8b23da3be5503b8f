package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.AdvisoryLock;
import fr.cned.partenariats.partner.LockingRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class PartnerRepository implements LockingRepository<Partner> {

    /** A function, because the planner does not use the trigram index for LIKE under row-level security. */
    private static final String NAME_CONTAINS =
            "cast(sql('? = any (partners_named(?))', id, :named) as Boolean) = true";

    List<Partner> list(PartnerFilter filter, TenantScope scope, @Nullable UUID after, PageParams page) {
        Conditions conditions = new Conditions()
                .matching("(id = ? or parentId = ?)", scope.restrictedTo().orElse(null))
                .after("id", after)
                .matching("id in ?", filter.id.isEmpty() ? null : filter.id)
                .equal("kind", filter.kind)
                .equal("state", filter.state)
                .equal("relation", filter.relation)
                .equal("parentId", filter.parentId)
                .equal("uai", filter.uai)
                .equal("siret", filter.siret)
                .matching("siret between concat(?, '00000') and concat(?, '99999')", filter.siren);
        if (filter.q != null) {
            conditions.with(NAME_CONTAINS, Map.of("named", filter.q));
        }
        return list(conditions, page.skipped(), page.fetchSize());
    }

    /** Finds another partner with one of these identifiers. */
    Optional<Partner> holderOf(Identifiers identifiers, UUID self) {
        return find("(uai = ?1 or siret = ?2) and id <> ?3", identifiers.uai(), identifiers.siret(), self)
                .firstResultOptional();
    }

    /** Finds another partner with the same legal name, except for case, accents and signs. */
    Optional<Partner> namesakeOf(Partner partner) {
        return find(
                        NAME_CONTAINS + " and cast(sql('plain(?)', legalName) as String)"
                                + " = cast(sql('plain(?)', :named) as String) and id <> :self order by id",
                        Map.of("named", partner.legalName(), "self", partner.id()))
                .firstResultOptional();
    }

    /** Takes the advisory locks of these identifiers, so that a concurrent request for one of them waits. */
    void lock(Identifiers identifiers) {
        AdvisoryLock.take(
                getEntityManager(),
                Stream.of(identifiers.uai(), identifiers.siret())
                        .flatMap(Stream::ofNullable)
                        .toList());
    }

    boolean hasMembers(UUID id) {
        return count("parentId", id) > 0;
    }
}
