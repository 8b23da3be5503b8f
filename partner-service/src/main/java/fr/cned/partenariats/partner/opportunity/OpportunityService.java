package fr.cned.partenariats.partner.opportunity;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.partner.PartnerProblem.DATE_IN_PAST;
import static fr.cned.partenariats.partner.PartnerProblem.NO_AGREEMENT_IN_FORCE;
import static fr.cned.partenariats.partner.PartnerProblem.PARTNER_NOT_A_COMPANY;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.http.Preconditions;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.partner.Roles;
import fr.cned.partenariats.partner.Sight;
import fr.cned.partenariats.partner.agreement.Agreements;
import fr.cned.partenariats.partner.partner.Partner;
import fr.cned.partenariats.partner.partner.PartnerKind;
import fr.cned.partenariats.partner.partner.Partners;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Use cases of opportunities: partner companies offer them, everybody who is let in reads them ("les
 * offres d'emploi et de stages des entreprises partenaires sont désormais disponibles pour les inscrits").
 */
@ApplicationScoped
class OpportunityService {

    private static final Set<PartnerKind> COMPANIES = EnumSet.of(PartnerKind.COMPANY, PartnerKind.COMPANY_NETWORK);

    private final OpportunityRepository opportunities;
    private final Partners partners;
    private final Agreements agreements;
    private final MergePatch mergePatch;
    private final Outbox outbox;
    private final Caller caller;
    private final Clock clock;

    OpportunityService(
            OpportunityRepository opportunities,
            Partners partners,
            Agreements agreements,
            MergePatch mergePatch,
            Outbox outbox,
            Caller caller,
            Clock clock) {
        this.opportunities = opportunities;
        this.partners = partners;
        this.agreements = agreements;
        this.mergePatch = mergePatch;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    OpportunityView publish(CreateOpportunity request) {
        UUID partnerId = Sight.actingPartner(caller, request.partnerId(), "/partnerId");
        checkCompany(partnerId);
        OpportunityDetails details = request.details().completed();
        checkDay(details);
        Opportunity opportunity = Opportunity.publish(partnerId, details);
        opportunities.persist(opportunity);
        return published(opportunity);
    }

    @Transactional
    OpportunityView read(UUID id) {
        return OpportunityView.of(opportunities
                .findByIdOptional(id)
                .filter(opportunity -> mayChange(opportunity) || isShown(opportunity))
                .orElseThrow(OpportunityService::notFound));
    }

    @Transactional
    Page<OpportunityView> list(OpportunityFilter filter, PageParams page) {
        UUID after = page.after(UUID.class, filter.values()).orElse(null);
        UUID own = Sight.onlyPartner(caller);
        boolean all = Boolean.TRUE.equals(filter.past) && (own != null || caller.has(Roles.PARTNERSHIP_OFFICER));
        List<Opportunity> rows =
                opportunities.list(filter, all ? null : today(), all ? own : null, after, page.fetchSize());
        return Page.of(rows, page, OpportunityView::of, Opportunity::id, filter.values());
    }

    @Transactional
    OpportunityView patch(UUID id, @Nullable String ifMatch, JsonNode patch) {
        Opportunity opportunity = changeable(id);
        Preconditions.ifMatch(ifMatch, opportunity.version());
        OpportunityDetails details = mergePatch
                .apply(opportunity.editable(), patch, OpportunityDetails.class)
                .completed();
        checkCompany(opportunity.partnerId());
        checkDay(details);
        opportunity.revise(details);
        return published(opportunity);
    }

    @Transactional
    OpportunityView withdraw(UUID id) {
        Opportunity opportunity = changeable(id);
        opportunity.withdraw();
        return published(opportunity);
    }

    private Opportunity changeable(UUID id) {
        return opportunities
                .lock(id, Sight.onlyPartner(caller))
                .filter(this::mayChange)
                .orElseThrow(OpportunityService::notFound);
    }

    private boolean isShown(Opportunity opportunity) {
        return opportunity.isShownOn(today()) && agreements.isAnyInForceWith(opportunity.partnerId());
    }

    /** The company and the officers; to all others it only exists as long as it is shown. */
    private boolean mayChange(Opportunity opportunity) {
        UUID own = Sight.onlyPartner(caller);
        return own == null ? caller.has(Roles.PARTNERSHIP_OFFICER) : own.equals(opportunity.partnerId());
    }

    private void checkCompany(UUID partnerId) {
        Partner partner = partners.requireOpen(partnerId, "/partnerId");
        if (!COMPANIES.contains(partner.kind())) {
            throw Refusal.of(
                    PARTNER_NOT_A_COMPANY, partner.legalName(), partner.kind().name());
        }
        if (!agreements.isAnyInForceWith(partnerId)) {
            throw Refusal.of(NO_AGREEMENT_IN_FORCE, partner.legalName());
        }
    }

    private void checkDay(OpportunityDetails details) {
        if (details.publishedUntil().isBefore(today())) {
            throw Refusal.invalid(new Violation("/publishedUntil", DATE_IN_PAST));
        }
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private OpportunityView published(Opportunity opportunity) {
        opportunities.flush();
        outbox.append(OpportunityChanged.of(opportunity));
        return OpportunityView.of(opportunity);
    }

    private static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "opportunity");
    }
}
