package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.changelog.NotLogged;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.partner.FieldVisibility;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import fr.cned.partenariats.partner.agreement.terms.TermsChange;
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
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/**
 * One recorded change of an agreement: who recorded it, when and why, and from which day it is effective. Entries are
 * immutable; an amendment is an entry that has a number. {@link AgreementSnapshot} computes past states from them.
 */
@Entity
@Immutable
@NotLogged
@Table(name = "agreement_history")
public class HistoryEntry {

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

    @Enumerated(EnumType.STRING)
    private @Nullable EnrollmentsDecision enrollments;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable PartialDate signedOn;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable AgreementTerms terms;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Funding funding;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Gap gap;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable PlannedChange planned;

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<TermsChange> changes;

    protected HistoryEntry() {}

    public static HistoryEntry of(
            UUID agreementId,
            int position,
            ChangeContext context,
            HistoryAction action,
            LocalDate effectiveOn,
            AgreementState state) {
        HistoryEntry entry = new HistoryEntry();
        entry.id = Ids.next();
        entry.agreementId = agreementId;
        entry.position = position;
        entry.recordedAt = context.at();
        entry.recordedBy = context.actor();
        entry.reason = context.reason();
        entry.action = action;
        entry.effectiveOn = effectiveOn;
        entry.state = state;
        entry.changes = List.of();
        return entry;
    }

    public HistoryEntry withSignedOn(@Nullable PartialDate day) {
        signedOn = day;
        return this;
    }

    /** @param diff the changes compared with the previous terms; empty for the first terms */
    public HistoryEntry withTerms(AgreementTerms now, List<TermsChange> diff) {
        terms = now;
        changes = List.copyOf(diff);
        return this;
    }

    public HistoryEntry withAmendment(int number, @Nullable EnrollmentsDecision decision) {
        amendment = number;
        enrollments = decision;
        return this;
    }

    public HistoryEntry withGap(@Nullable Gap days) {
        gap = days;
        return this;
    }

    public HistoryEntry withFunding(Funding now) {
        funding = now;
        return this;
    }

    HistoryEntry withPlanned(PlannedChange change) {
        planned = change;
        return this;
    }

    public int position() {
        return position;
    }

    /** @param shown the changes that the caller may read */
    HistoryView view(List<TermsChange> shown, Caller caller, Locale language) {
        return new HistoryView(
                position,
                recordedAt,
                recordedByAsSeenBy(caller),
                action,
                effectiveOn,
                state,
                FieldVisibility.reason(caller, reason),
                amendment,
                enrollments,
                signedOn,
                funding == null || FieldVisibility.showsStaff(caller) ? funding : funding.withoutReason(),
                gap,
                planned == null ? null : PlannedChangeView.of(planned, caller, language),
                shown);
    }

    /** @param shown the changes that the caller may read */
    AmendmentView amendmentView(List<TermsChange> shown, Caller caller) {
        return new AmendmentView(
                agreementId,
                Objects.requireNonNull(amendment, "the entry is an amendment"),
                signedOn,
                effectiveOn,
                enrollments,
                FieldVisibility.reason(caller, reason),
                recordedAt,
                recordedByAsSeenBy(caller),
                shown);
    }

    /** Only officers read the names of the Cned's staff. */
    private String recordedByAsSeenBy(Caller caller) {
        return FieldVisibility.showsStaff(caller) || recordedBy.equals(ChangeContext.CALENDAR)
                ? recordedBy
                : FieldVisibility.CNED;
    }

    public HistoryAction action() {
        return action;
    }

    public LocalDate effectiveOn() {
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

    List<TermsChange> changes() {
        return changes;
    }
}
