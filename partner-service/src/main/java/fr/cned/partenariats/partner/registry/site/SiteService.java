package fr.cned.partenariats.partner.registry.site;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.partner.PartnerProblem.INVALID_TARGET_SITE;
import static fr.cned.partenariats.partner.PartnerProblem.SITE_ENDED;
import static fr.cned.partenariats.partner.PartnerProblem.STUDENTS_DECISION_REQUIRED;
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
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SiteService {

    private final SiteRepository sites;
    private final PartnerLookup partners;
    private final NetworkRepository networks;
    private final MergePatch mergePatch;
    private final StoredAnswers storedAnswers;
    private final HostedEnrollments hosted;
    private final Clock clock;
    private final Caller caller;

    SiteService(
            SiteRepository sites,
            PartnerLookup partners,
            NetworkRepository networks,
            MergePatch mergePatch,
            StoredAnswers storedAnswers,
            HostedEnrollments hosted,
            Clock clock,
            Caller caller) {
        this.sites = sites;
        this.partners = partners;
        this.networks = networks;
        this.mergePatch = mergePatch;
        this.storedAnswers = storedAnswers;
        this.hosted = hosted;
        this.clock = clock;
        this.caller = caller;
    }

    @Transactional
    SiteView create(CreateSite request) {
        partners.requireOpen(request.partnerId(), "/partnerId");
        SiteDetails details = request.details().withDerivedFields();
        Map<UUID, String> networkCodes = networkCodes(details, null);
        requireOperator(details);
        Site site = Site.create(request.partnerId(), details, networkCodes);
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
        UUID after = page.after(UUID.class, filter).orElse(null);
        List<Site> rows = sites.list(filter, caller.scope(), after, page.fetchSize());
        return Page.of(rows, page, site -> SiteView.of(site, caller), Site::id, filter);
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
        SiteEnd end = site.ending();
        Map<UUID, String> networkCodes = networkCodes(details, end == null ? null : end.endedOn());
        if (!Objects.equals(site.details().operator(), details.operator())) {
            requireOperator(details);
        }
        site.change(details, networkCodes);
        return save(site);
    }

    /** The labels end with the site. Enrollment-service carries out the decision about the students. */
    @Transactional
    SiteView end(UUID id, EndSite request) {
        Site site = sites.lock(id).orElseThrow(SiteService::notFound);
        SiteEnd before = site.ending();
        if (before != null) {
            throw Refusal.of(SITE_ENDED, before.endedOn().toString());
        }
        LocalDate today = LocalDate.now(clock);
        Refusal.requireNone(request.violations(today));
        requireDecision(id, request.students());
        requireTarget(site, request.targetSiteId());
        site.end(request.end(today));
        return save(site);
    }

    private void requireDecision(UUID id, @Nullable StudentsDecision decision) {
        int students = hosted.countAt(id);
        if (decision == null && students > 0) {
            String count = Integer.toString(students);
            throw Refusal.at("/students", STUDENTS_DECISION_REQUIRED, count).property("enrollments", students);
        }
    }

    /** Locks the target, so that it does not end with a move of its students to this site at the same time. */
    private void requireTarget(Site site, @Nullable UUID target) {
        if (target != null
                && sites.findByIdOptional(target, LockModeType.PESSIMISTIC_READ)
                        .filter(found -> !found.id().equals(site.id())
                                && found.partnerId().equals(site.partnerId())
                                && found.ending() == null)
                        .isEmpty()) {
            throw Refusal.invalid(new Violation("/targetSiteId", INVALID_TARGET_SITE));
        }
    }

    private void requireOperator(SiteDetails details) {
        Operator operator = details.operator();
        if (operator != null && operator.partnerId() != null) {
            partners.requireOpen(operator.partnerId(), "/operator/partnerId");
        }
    }

    /** Validates the labels and returns the code of each network that they name, by id. */
    private Map<UUID, String> networkCodes(SiteDetails details, @Nullable LocalDate endedOn) {
        List<LabelDetails> labels = details.labels();
        Map<UUID, String> codes = labels.isEmpty()
                ? Map.of()
                : networks.codes(labels.stream().map(LabelDetails::networkId).toList());
        List<Violation> violations = new ArrayList<>(details.violations(endedOn));
        for (int i = 0; i < labels.size(); i++) {
            if (!codes.containsKey(labels.get(i).networkId())) {
                violations.add(new Violation("/labels/" + i + "/networkId", UNKNOWN_NETWORK));
            }
        }
        Refusal.requireNone(violations);
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
