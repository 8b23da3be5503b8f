package fr.cned.partenariats.partner.demand.opportunity;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.partner.PartnerProblem.DATE_IN_PAST;
import static fr.cned.partenariats.partner.PartnerProblem.NO_AGREEMENT_IN_FORCE;
import static fr.cned.partenariats.partner.PartnerProblem.PARTNER_NOT_A_COMPANY;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_PARTNER;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.partner.Roles;
import fr.cned.partenariats.partner.agreement.AgreementLookup;
import fr.cned.partenariats.partner.demand.opportunity.OpportunityRepository.PageKey;
import fr.cned.partenariats.partner.demand.opportunity.OpportunityRepository.RankedOpportunity;
import fr.cned.partenariats.partner.registry.partner.Partner;
import fr.cned.partenariats.partner.registry.partner.PartnerKind;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Publishes opportunities of partner companies. Every role reads the opportunities that are shown ("les offres d'emploi
 * et de stages des entreprises partenaires sont désormais disponibles pour les inscrits").
 */
@ApplicationScoped
class OpportunityService {

    private static final Set<PartnerKind> COMPANIES = EnumSet.of(PartnerKind.COMPANY, PartnerKind.COMPANY_NETWORK);

    private final OpportunityRepository opportunities;
    private final PartnerLookup partners;
    private final AgreementLookup agreements;
    private final MergePatch mergePatch;
    private final Caller caller;
    private final Clock clock;

    OpportunityService(
            OpportunityRepository opportunities,
            PartnerLookup partners,
            AgreementLookup agreements,
            MergePatch mergePatch,
            Caller caller,
            Clock clock) {
        this.opportunities = opportunities;
        this.partners = partners;
        this.agreements = agreements;
        this.mergePatch = mergePatch;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    OpportunityView create(CreateOpportunity request) {
        UUID partnerId = caller.scope().actingTenant(request.partnerId(), "/partnerId", UNKNOWN_PARTNER);
        checkCompany(partnerId);
        OpportunityDetails details = request.details().withDerivedFields();
        checkPublishedUntil(details);
        Opportunity opportunity = Opportunity.publish(partnerId, details);
        opportunities.persist(opportunity);
        return save(opportunity);
    }

    @Transactional
    OpportunityView get(UUID id) {
        return OpportunityView.of(opportunities
                .findByIdOptional(id)
                .filter(opportunity -> mayChange(opportunity) || isShown(opportunity))
                .orElseThrow(OpportunityService::notFound));
    }

    @Transactional
    Page<OpportunityView> list(OpportunityFilter filter, PageParams page) {
        PageKey after = page.after(PageKey.class, filter).orElse(null);
        List<RankedOpportunity> rows = opportunities.page(query(filter), after, page.fetchSize());
        return Page.of(rows, page, row -> OpportunityView.of(row.opportunity()), RankedOpportunity::pageKey, filter);
    }

    @Transactional
    OpportunityFacets count(OpportunityFilter filter) {
        return opportunities.countByFacet(query(filter));
    }

    /** Every role sees what is shown today; officers, and a company for itself, also the others if they ask. */
    private OpportunityQuery query(OpportunityFilter filter) {
        TenantScope scope = caller.scope();
        boolean past = Boolean.TRUE.equals(filter.past)
                && (scope.restrictedTo().isPresent() || caller.has(Roles.PARTNERSHIP_OFFICER));
        return new OpportunityQuery(
                filter.words(), filter.selected(), past ? null : today(), past ? scope : TenantScope.ALL);
    }

    @Transactional
    OpportunityView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        Opportunity opportunity = lock(id);
        expected.check(opportunity.revision());
        OpportunityDetails details = mergePatch
                .apply(opportunity.details().withoutDerivedFields(), patch, OpportunityDetails.class)
                .withDerivedFields();
        checkCompany(opportunity.partnerId());
        checkPublishedUntil(details);
        opportunity.change(details);
        return save(opportunity);
    }

    @Transactional
    OpportunityView withdraw(UUID id) {
        Opportunity opportunity = lock(id);
        opportunity.withdraw();
        return save(opportunity);
    }

    private Opportunity lock(UUID id) {
        return opportunities
                .lockInScope(id, caller.scope())
                .filter(this::mayChange)
                .orElseThrow(OpportunityService::notFound);
    }

    private boolean isShown(Opportunity opportunity) {
        return opportunity.isShownOn(today()) && agreements.isCompanyShown(opportunity.partnerId());
    }

    /** The company and the officers also see an opportunity that is not shown. */
    private boolean mayChange(Opportunity opportunity) {
        return caller.scope()
                .restrictedTo()
                .map(own -> own.equals(opportunity.partnerId()))
                .orElseGet(() -> caller.has(Roles.PARTNERSHIP_OFFICER));
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

    private void checkPublishedUntil(OpportunityDetails details) {
        if (details.publishedUntil().isBefore(today())) {
            throw Refusal.invalid(new Violation("/publishedUntil", DATE_IN_PAST));
        }
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private OpportunityView save(Opportunity opportunity) {
        opportunities.flush();
        return OpportunityView.of(opportunity);
    }

    private static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "opportunity");
    }
}
