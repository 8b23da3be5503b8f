package fr.cned.partenariats.partner.network;

import fr.cned.partenariats.commons.paging.Conditions;
import fr.cned.partenariats.partner.Claims;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of networks. */
@ApplicationScoped
class NetworkRepository implements PanacheRepositoryBase<Network, UUID> {

    Optional<Network> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    List<Network> list(@Nullable String code, @Nullable UUID after, int rows) {
        Conditions conditions = new Conditions().after("id", after).equal("code", code);
        return find(conditions.query() + " order by id", conditions.parameters())
                .range(0, rows - 1)
                .list();
    }

    /** Who has the code; nobody else can take it until the transaction ends. */
    Optional<Network> claim(String code) {
        Claims.hold(getEntityManager(), List.of(code));
        return find("code", code).firstResultOptional();
    }
}
