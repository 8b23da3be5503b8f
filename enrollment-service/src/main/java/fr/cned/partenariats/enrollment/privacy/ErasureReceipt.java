package fr.cned.partenariats.enrollment.privacy;

import fr.cned.partenariats.commons.base.ids.Ids;
import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;

/** Proves the erasure of a student without naming the person: only numbers of records, by section. */
@Entity
class ErasureReceipt {

    @Id
    private UUID id;

    private UUID studentId;
    private Instant erasedAt;
    private String erasedBy;

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private Map<String, Integer> purged;

    protected ErasureReceipt() {}

    static ErasureReceipt of(UUID studentId, Map<String, Integer> purged, String by, Instant now) {
        ErasureReceipt receipt = new ErasureReceipt();
        receipt.id = Ids.next();
        receipt.studentId = studentId;
        receipt.purged = Map.copyOf(purged);
        receipt.erasedBy = by;
        receipt.erasedAt = now;
        return receipt;
    }

    ReceiptView view() {
        return new ReceiptView(id, studentId, erasedAt, erasedBy, new TreeMap<>(purged)); // equal bytes on each read
    }
}
