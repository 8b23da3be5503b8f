package fr.cned.partenariats.partner.registry.partner;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.http.idempotency.StoredAnswers;
import fr.cned.partenariats.commons.http.register.NamedCompanies;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantStateChanged;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.PersonalFields;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
public class PartnerService {

    private final PartnerRepository partners;
    private final LiveAgreements liveAgreements;
    private final MergePatch mergePatch;
    private final StoredAnswers storedAnswers;
    private final Caller caller;
    private final Event<TenantStateChanged> stateChanges;
    private final Event<PartnerActivated> activations;
    private final ProblemRenderer problems;
    private final NamedCompanies companies;

    PartnerService(
            PartnerRepository partners,
            LiveAgreements liveAgreements,
            MergePatch mergePatch,
            StoredAnswers storedAnswers,
            Caller caller,
            Event<TenantStateChanged> stateChanges,
            Event<PartnerActivated> activations,
            ProblemRenderer problems,
            NamedCompanies companies) {
        this.partners = partners;
        this.liveAgreements = liveAgreements;
        this.mergePatch = mergePatch;
        this.storedAnswers = storedAnswers;
        this.caller = caller;
        this.stateChanges = stateChanges;
        this.activations = activations;
        this.problems = problems;
        this.companies = companies;
    }

    @Transactional
    PartnerView create(CreatePartner request, boolean insist) {
        Partner partner = Partner.create(request.details(), request.initialState());
        checkParent(partner.id(), partner.details().parentId());
        checkIdentifiers(partner.id(), partner.details().identifiers());
        List<Violation> warnings =
                new ArrayList<>(checkCompany(partner.details().identifiers(), insist));
        partners.persist(partner);
        save(partner);
        warnings.addAll(sameName(partner));
        return PartnerView.of(partner, caller, problems.warnings(warnings));
    }

    @Transactional
    public PartnerView get(UUID id) {
        return partners.findByIdOptional(id)
                .filter(this::isVisible)
                .map(partner -> PartnerView.of(partner, caller))
                .orElseThrow(PartnerService::notFound);
    }

    /** A federation sees its members. */
    private boolean isVisible(Partner partner) {
        return caller.scope()
                .coversAny(Stream.concat(
                                Stream.of(partner.id()),
                                Stream.ofNullable(partner.details().parentId()))
                        .toList());
    }

    @Transactional
    public Page<PartnerView> list(PartnerFilter filter, PageParams page) {
        UUID after = page.after(UUID.class, filter).orElse(null);
        List<Partner> rows = partners.list(filter, caller.scope(), after, page);
        return Page.of(rows, page, partner -> PartnerView.of(partner, caller), Partner::id, filter);
    }

    @Transactional
    PartnerView update(UUID id, ExpectedRevision expected, JsonNode patch, boolean insist) {
        Partner partner = lock(id);
        expected.check(partner.revision());
        requireOpen(partner);
        PartnerDetails before = partner.details().withoutDerivedFields();
        PartnerDetails after =
                mergePatch.apply(before, patch, PartnerDetails.class).withDerivedFields();
        if (!Objects.equals(before.parentId(), after.parentId())) {
            checkParent(id, after.parentId());
        }
        if (!before.identifiers().equals(after.identifiers())) {
            checkIdentifiers(id, after.identifiers());
        }
        if (before.relation() == Relation.AGREEMENT && after.relation() != Relation.AGREEMENT) {
            checkUnbound(id);
        }
        String siret = before.identifiers().siret();
        List<Violation> warnings = Objects.equals(siret, after.identifiers().siret())
                ? List.of()
                : checkCompany(after.identifiers(), insist);
        eraseStoredContacts(id, before.contacts(), after.contacts());
        partner.change(after);
        partners.flush();
        return PartnerView.of(partner, caller, problems.warnings(warnings));
    }

    private List<Violation> checkCompany(Identifiers identifiers, boolean insist) {
        String siret = identifiers.siret();
        return companies.check(siret == null ? Map.of() : Map.of("/identifiers/siret", siret), insist);
    }

    @Transactional
    PartnerView replaceContacts(UUID id, ExpectedRevision expected, ContactList contacts) {
        caller.scope().requireCovers(id, "partner"); // before the row lock, so that no caller waits for a foreign row
        Partner partner = lock(id);
        expected.check(partner.revision());
        if (!contacts.contacts().isEmpty()) { // an empty list erases personal data, which is always possible
            requireOpen(partner);
        }
        eraseStoredContacts(id, partner.details().contacts(), contacts.contacts());
        partner.replaceContacts(contacts.contacts());
        return save(partner);
    }

    @Transactional
    PartnerView moveTo(UUID id, PartnerState next) {
        Partner partner = lock(id);
        partner.moveTo(next);
        if (next == PartnerState.CLOSED) {
            checkUnbound(id);
        }
        if (next == PartnerState.ACTIVE) {
            activations.fire(new PartnerActivated(id));
        }
        stateChanges.fire(new TenantStateChanged(id));
        return save(partner);
    }

    /** A retry must not show contacts that the partner no longer has. */
    private void eraseStoredContacts(UUID id, List<Contact> before, List<Contact> after) {
        if (!before.equals(after)) {
            PersonalFields.erase(storedAnswers, id, "contacts");
        }
    }

    private Partner lock(UUID id) {
        return partners.lock(id).orElseThrow(PartnerService::notFound);
    }

    private static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "partner");
    }

    private static void requireOpen(Partner partner) {
        if (partner.state() == PartnerState.CLOSED) {
            throw Refusal.of(PartnerProblem.PARTNER_CLOSED, partner.legalName());
        }
    }

    private PartnerView save(Partner partner) {
        partners.flush();
        return PartnerView.of(partner, caller);
    }

    /** Allows one level of federation and members only, so that no cycle is possible. */
    private void checkParent(UUID self, @Nullable UUID parentId) {
        if (parentId == null) {
            return;
        }
        Partner parent = partners.lock(parentId)
                .orElseThrow(() -> Refusal.invalid(
                        new Violation("/parentId", PartnerProblem.UNKNOWN_PARTNER, parentId.toString())));
        requireOpen(parent);
        if (parentId.equals(self) || parent.details().parentId() != null || partners.hasMembers(self)) {
            throw Refusal.invalid(new Violation("/parentId", PartnerProblem.INVALID_PARENT));
        }
    }

    private void checkIdentifiers(UUID self, Identifiers identifiers) {
        partners.lock(identifiers);
        partners.holderOf(identifiers, self).ifPresent(holder -> {
            boolean sameUai = identifiers.uai() != null
                    && identifiers.uai().equals(holder.details().identifiers().uai());
            throw Refusal.of(
                            sameUai ? PartnerProblem.DUPLICATE_UAI : PartnerProblem.DUPLICATE_SIRET,
                            holder.legalName(),
                            holder.id().toString())
                    .property("existingId", holder.id());
        });
    }

    private List<Violation> sameName(Partner partner) {
        return partners
                .namesakeOf(partner)
                .map(other -> new Violation(
                        "/legalName",
                        PartnerProblem.SAME_LEGAL_NAME,
                        other.legalName(),
                        other.id().toString()))
                .stream()
                .toList();
    }

    private void checkUnbound(UUID id) {
        List<UUID> live = liveAgreements.findByPartner(id);
        if (!live.isEmpty()) {
            throw Refusal.of(PartnerProblem.PARTNER_STILL_BOUND, Integer.toString(live.size()))
                    .property("agreementIds", live);
        }
    }
}
