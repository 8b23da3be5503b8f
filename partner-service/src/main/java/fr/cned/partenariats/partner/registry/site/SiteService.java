package fr.cned.partenariats.partner.registry.site;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_REQUEST;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_NETWORK;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.http.idempotency.StoredAnswers;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.partner.PersonalFields;
import fr.cned.partenariats.partner.registry.network.NetworkRepository;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

@ApplicationScoped
class SiteService {

    private final SiteRepository sites;
    private final PartnerLookup partners;
    private final NetworkRepository networks;
    private final MergePatch mergePatch;
    private final StoredAnswers storedAnswers;
    private final Caller caller;

    SiteService(
            SiteRepository sites,
            PartnerLookup partners,
            NetworkRepository networks,
            MergePatch mergePatch,
            StoredAnswers storedAnswers,
            Caller caller) {
        this.sites = sites;
        this.partners = partners;
        this.networks = networks;
        this.mergePatch = mergePatch;
        this.storedAnswers = storedAnswers;
        this.caller = caller;
    }

    @Transactional
    SiteView create(CreateSite request) {
        partners.requireOpen(request.partnerId(), "/partnerId");
        SiteDetails details = request.details().withDerivedFields();
        Site site = Site.create(request.partnerId(), details, networkCodes(details));
        sites.persist(site);
        return save(site);
    }

    @Transactional
    SiteView get(UUID id) {
        Site site = sites.findByIdOptional(id)
                .filter(found -> caller.scope().covers(found.partnerId()))
                .orElseThrow(SiteService::notFound);
        return SiteView.of(site, caller);
    }

    @Transactional
    Page<SiteView> list(SiteFilter filter, PageParams page) {
        UUID after = page.after(UUID.class, filter.values()).orElse(null);
        List<Site> rows = sites.list(filter, caller.scope(), after, page.fetchSize());
        return Page.of(rows, page, site -> SiteView.of(site, caller), Site::id, filter.values());
    }

    @Transactional
    SiteView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        Site site = sites.lock(id).orElseThrow(SiteService::notFound);
        expected.check(site.revision());
        SiteDetails details = mergePatch
                .apply(site.details().withoutDerivedFields(), patch, SiteDetails.class)
                .withDerivedFields();
        if (!Objects.equals(site.details().tutor(), details.tutor())) {
            PersonalFields.erase(storedAnswers, id, "tutor"); // a retry must not show a former tutor
        }
        site.change(details, networkCodes(details));
        return save(site);
    }

    /** Validates the labels and returns the code of each network that they name, by id. */
    private Map<UUID, String> networkCodes(SiteDetails details) {
        List<LabelDetails> labels = details.labels();
        Map<UUID, String> codes = labels.isEmpty()
                ? Map.of()
                : networks.codes(labels.stream().map(LabelDetails::networkId).toList());
        List<Violation> violations = new ArrayList<>(details.violations());
        for (int i = 0; i < labels.size(); i++) {
            if (!codes.containsKey(labels.get(i).networkId())) {
                violations.add(new Violation("/labels/" + i + "/networkId", UNKNOWN_NETWORK));
            }
        }
        if (!violations.isEmpty()) {
            throw Refusal.of(INVALID_REQUEST).with(violations);
        }
        return codes;
    }

    private SiteView save(Site site) {
        sites.flush();
        return SiteView.of(site, caller);
    }

    private static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "site");
    }
}
