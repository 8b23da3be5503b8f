package fr.cned.partenariats.enrollment.privacy;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class ReceiptRepository implements PanacheRepositoryBase<ErasureReceipt, UUID> {

    Optional<ErasureReceipt> ofStudent(UUID studentId) {
        return find("studentId", studentId).firstResultOptional();
    }
}
