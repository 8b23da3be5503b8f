package fr.cned.partenariats.enrollment.privacy.merge;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class DistinctionRepository implements PanacheRepositoryBase<StudentDistinction, UUID> {

    Optional<StudentDistinction> between(Collection<UUID> ones, UUID other) {
        return find("(studentId in ?1 and otherId = ?2) or (studentId = ?2 and otherId in ?1)", ones, other)
                .firstResultOptional();
    }

    Optional<StudentDistinction> find(UUID id, UUID studentId) {
        return find("id = ?1 and (studentId = ?2 or otherId = ?2)", id, studentId)
                .firstResultOptional();
    }
}
