package fr.cned.partenariats.partner.opportunity;

import fr.cned.partenariats.commons.ids.Ids;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.partner.Address;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/** A job, internship or apprenticeship that a partner company offers to those enrolled. */
@Entity
class Opportunity {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID partnerId;

    @Enumerated(EnumType.STRING)
    private OpportunityState state;

    @Enumerated(EnumType.STRING)
    private OpportunityKind kind;

    private String title;
    private String description;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Address place;

    /** Of the place, for the filter of the list. */
    @Column(name = "department")
    private @Nullable String department;

    private String romeCode;
    private LocalDate publishedUntil;

    protected Opportunity() {}

    static Opportunity publish(UUID partnerId, OpportunityDetails details) {
        Opportunity opportunity = new Opportunity();
        opportunity.id = Ids.next();
        opportunity.partnerId = partnerId;
        opportunity.state = OpportunityState.PUBLISHED;
        opportunity.adopt(details);
        return opportunity;
    }

    /** What was withdrawn stays as it was: who offers again, publishes anew. */
    void revise(OpportunityDetails details) {
        if (state == OpportunityState.WITHDRAWN) {
            throw Refusal.of(PartnerProblem.OPPORTUNITY_WITHDRAWN);
        }
        adopt(details);
    }

    private void adopt(OpportunityDetails details) {
        kind = details.kind();
        title = details.title();
        description = details.description();
        place = details.place();
        department = place == null ? null : place.department();
        romeCode = details.romeCode();
        publishedUntil = details.publishedUntil();
    }

    void withdraw() {
        if (!state.next().contains(OpportunityState.WITHDRAWN)) {
            throw Refusal.illegalTransition(state, OpportunityState.WITHDRAWN, state.next());
        }
        state = OpportunityState.WITHDRAWN;
    }

    /** As far as it is the company's to say. */
    boolean isShownOn(LocalDate day) {
        return state == OpportunityState.PUBLISHED && !publishedUntil.isBefore(day);
    }

    OpportunityDetails details() {
        return new OpportunityDetails(kind, title, description, place, romeCode, publishedUntil);
    }

    /** As it may be changed: without what follows from the place's codes. */
    OpportunityDetails editable() {
        return new OpportunityDetails(
                kind, title, description, place == null ? null : place.editable(), romeCode, publishedUntil);
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    UUID partnerId() {
        return partnerId;
    }

    OpportunityState state() {
        return state;
    }
}
