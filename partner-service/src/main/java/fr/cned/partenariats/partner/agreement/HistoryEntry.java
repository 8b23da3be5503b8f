package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.audit.NotAudited;
import fr.cned.partenariats.commons.ids.Ids;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to an agreement: who recorded it when and why, and from which day on it
 * holds. Never changed; amendments are the entries that have a number. An agreement as it stood on
 * a day is read out of these, see {@link AsOf}.
 */
@Entity
@Immutable
@NotAudited
@Table(name = "agreement_history")
class HistoryEntry {

    @Id
    private UUID id;

    @Column(name = "agreement_id")
    private UUID agreementId;

    private int position;
    private Instant recordedAt;
    private String recordedBy;

    @Enumerated(EnumType.STRING)
    private HistoryAction action;

    private LocalDate effectiveOn;

    @Enumerated(EnumType.STRING)
    private AgreementState state;

    private @Nullable String reason;
    private @Nullable Integer amendment;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable PartialDate signedOn;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable AgreementTerms terms;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Funding funding;

    @Basic // else a list is taken for an association, and not looked at for changes
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<Change> changes;

    protected HistoryEntry() {}

    static HistoryEntry of(
            UUID agreementId,
            int position,
            Act act,
            HistoryAction action,
            LocalDate effectiveOn,
            AgreementState state) {
        HistoryEntry entry = new HistoryEntry();
        entry.id = Ids.next();
        entry.agreementId = agreementId;
        entry.position = position;
        entry.recordedAt = act.at();
        entry.recordedBy = act.actor();
        entry.reason = act.reason();
        entry.action = action;
        entry.effectiveOn = effectiveOn;
        entry.state = state;
        entry.changes = List.of();
        return entry;
    }

    HistoryEntry signed(@Nullable PartialDate on) {
        signedOn = on;
        return this;
    }

    /** @param difference to the terms before; empty for the first */
    HistoryEntry terms(AgreementTerms now, List<Change> difference) {
        terms = now;
        changes = List.copyOf(difference);
        return this;
    }

    HistoryEntry amendment(int number, @Nullable PartialDate on) {
        amendment = number;
        signedOn = on;
        return this;
    }

    HistoryEntry funding(Funding now) {
        funding = now;
        return this;
    }

    UUID agreementId() {
        return agreementId;
    }

    int position() {
        return position;
    }

    Instant recordedAt() {
        return recordedAt;
    }

    String recordedBy() {
        return recordedBy;
    }

    HistoryAction action() {
        return action;
    }

    LocalDate effectiveOn() {
        return effectiveOn;
    }

    AgreementState state() {
        return state;
    }

    @Nullable
    String reason() {
        return reason;
    }

    @Nullable
    Integer amendment() {
        return amendment;
    }

    @Nullable
    PartialDate signedOn() {
        return signedOn;
    }

    @Nullable
    AgreementTerms terms() {
        return terms;
    }

    @Nullable
    Funding funding() {
        return funding;
    }

    List<Change> changes() {
        return changes;
    }
}
