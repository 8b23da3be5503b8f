package fr.cned.partenariats.enrollment.privacy.merge;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class MergeRepository implements PanacheRepositoryBase<StudentMerge, UUID> {

    Optional<StudentMerge> lock(UUID id, UUID survivorId) {
        return find("id = ?1 and survivorId = ?2", id, survivorId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    List<StudentMerge> of(Collection<UUID> studentIds) {
        return list("survivorId in ?1 or mergedId in ?1", Sort.by("id"), studentIds);
    }
}
