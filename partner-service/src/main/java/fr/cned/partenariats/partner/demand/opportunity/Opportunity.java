package fr.cned.partenariats.partner.demand.opportunity;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.registry.partner.Address;
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

/** A job, internship or apprenticeship that a partner company offers to enrolled students. */
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

    /** Copied from the place, for the filter of the list. */
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
        opportunity.apply(details);
        return opportunity;
    }

    /** Refuses a change after withdrawal: the company publishes a new opportunity instead. */
    void change(OpportunityDetails details) {
        if (state == OpportunityState.WITHDRAWN) {
            throw Refusal.of(PartnerProblem.OPPORTUNITY_WITHDRAWN);
        }
        apply(details);
    }

    private void apply(OpportunityDetails details) {
        kind = details.kind();
        title = details.title();
        description = details.description();
        place = details.place();
        department = place == null ? null : place.department();
        romeCode = details.romeCode();
        publishedUntil = details.publishedUntil();
    }

    void withdraw() {
        Refusal.requireTransition(state, OpportunityState.WITHDRAWN, state.next());
        state = OpportunityState.WITHDRAWN;
    }

    /** Ignores the agreements of the company: {@code AgreementLookup#isAnyInForceWith} decides about those. */
    boolean isShownOn(LocalDate day) {
        return state == OpportunityState.PUBLISHED && !publishedUntil.isBefore(day);
    }

    OpportunityDetails details() {
        return new OpportunityDetails(kind, title, description, place, romeCode, publishedUntil);
    }

    UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    UUID partnerId() {
        return partnerId;
    }

    OpportunityState state() {
        return state;
    }
}
