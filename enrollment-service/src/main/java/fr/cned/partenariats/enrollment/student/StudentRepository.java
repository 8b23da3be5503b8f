package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.paging.Conditions;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class StudentRepository implements PanacheRepositoryBase<Student, UUID> {

    Optional<Student> findVisible(UUID id, Optional<UUID> partner) {
        return findByIdOptional(id)
                .filter(s -> partner.map(s.partnerId()::equals).orElse(true));
    }

    Optional<UUID> idByIne(UUID partnerId, String ine) {
        return find("partnerId = ?1 and ine = ?2", partnerId, ine)
                .firstResultOptional()
                .map(Student::id);
    }

    List<Student> page(Optional<UUID> visiblePartner, @Nullable String ine, Optional<UUID> after, int size) {
        Conditions conditions = new Conditions()
                .equal("partnerId", visiblePartner.orElse(null))
                .equal("ine", ine)
                .after("id", after.orElse(null));
        return find(conditions.query(), Sort.by("id"), conditions.parameters())
                .page(Page.ofSize(size))
                .list();
    }
}
