package fr.cned.partenariats.partner.partner;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.http.Preconditions;
import fr.cned.partenariats.commons.idempotency.StoredAnswers;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.partner.Answers;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.Sight;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Use cases of the registry of partners: one public method, one transaction, one event. */
@ApplicationScoped
class PartnerService {

    private final PartnerRepository partners;
    private final Commitments commitments;
    private final MergePatch mergePatch;
    private final Outbox outbox;
    private final StoredAnswers storedAnswers;
    private final Caller caller;

    PartnerService(
            PartnerRepository partners,
            Commitments commitments,
            MergePatch mergePatch,
            Outbox outbox,
            StoredAnswers storedAnswers,
            Caller caller) {
        this.partners = partners;
        this.commitments = commitments;
        this.mergePatch = mergePatch;
        this.outbox = outbox;
        this.storedAnswers = storedAnswers;
        this.caller = caller;
    }

    @Transactional
    PartnerView create(CreatePartner request) {
        Partner partner = Partner.create(request.details(), request.initialState());
        checkParent(partner.id(), partner.parentId());
        checkIdentifiers(partner.id(), partner.identifiers());
        partners.persist(partner);
        return published(partner);
    }

    @Transactional
    PartnerView read(UUID id) {
        requireVisible(id);
        return PartnerView.of(partners.findByIdOptional(id).orElseThrow(PartnerService::notFound), caller);
    }

    @Transactional
    Page<PartnerView> list(PartnerFilter filter, PageParams page) {
        UUID after = page.after(UUID.class, filter.values()).orElse(null);
        List<Partner> rows = partners.list(filter, Sight.onlyPartner(caller), after, page.fetchSize());
        return Page.of(rows, page, partner -> PartnerView.of(partner, caller), Partner::id, filter.values());
    }

    @Transactional
    PartnerView patch(UUID id, @Nullable String ifMatch, JsonNode patch) {
        Partner partner = locked(id);
        Preconditions.ifMatch(ifMatch, partner.version());
        requireOpen(partner);
        PartnerDetails before = PartnerDetails.of(partner);
        PartnerDetails after =
                mergePatch.apply(before, patch, PartnerDetails.class).completed();
        if (!Objects.equals(before.parentId(), after.parentId())) {
            checkParent(id, after.parentId());
        }
        if (!before.identifiers().equals(after.identifiers())) {
            checkIdentifiers(id, after.identifiers());
        }
        if (before.relation() == Relation.AGREEMENT && after.relation() != Relation.AGREEMENT) {
            checkUnbound(id);
        }
        forgetContacts(id, before.contacts(), after.contacts());
        partner.change(after);
        return published(partner);
    }

    @Transactional
    PartnerView replaceContacts(UUID id, @Nullable String ifMatch, ContactList contacts) {
        requireVisible(id); // before the lock: nobody waits for another partner's row
        Partner partner = locked(id);
        Preconditions.ifMatch(ifMatch, partner.version());
        if (!contacts.contacts().isEmpty()) { // personal data can always be erased
            requireOpen(partner);
        }
        forgetContacts(id, partner.contacts(), contacts.contacts());
        partner.replaceContacts(contacts.contacts());
        return published(partner);
    }

    @Transactional
    PartnerView moveTo(UUID id, PartnerState next) {
        Partner partner = locked(id);
        partner.moveTo(next);
        if (next == PartnerState.CLOSED) {
            checkUnbound(id);
        }
        return published(partner);
    }

    /** Contacts are people: what is taken from the partner is not repeated to retries either. */
    private void forgetContacts(UUID id, List<Contact> before, List<Contact> after) {
        if (!before.equals(after)) {
            storedAnswers.rewrite(Set.of(id), answer -> Answers.without("contacts", id, answer));
        }
    }

    private Partner locked(UUID id) {
        return partners.lock(id).orElseThrow(PartnerService::notFound);
    }

    private void requireVisible(UUID id) {
        if (!Sight.covers(caller, id)) {
            throw notFound();
        }
    }

    private static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "partner");
    }

    private static void requireOpen(Partner partner) {
        if (partner.state() == PartnerState.CLOSED) {
            throw Refusal.of(PartnerProblem.PARTNER_CLOSED, partner.legalName());
        }
    }

    private PartnerView published(Partner partner) {
        partners.flush();
        outbox.append(PartnerChanged.of(partner));
        return PartnerView.of(partner, caller);
    }

    /** A federation and its members: one level, so that no circle can close. */
    private void checkParent(UUID self, @Nullable UUID parentId) {
        if (parentId == null) {
            return;
        }
        Partner parent = partners.lock(parentId)
                .orElseThrow(() -> Refusal.invalid(
                        new Violation("/parentId", PartnerProblem.UNKNOWN_PARTNER, parentId.toString())));
        requireOpen(parent);
        if (parentId.equals(self) || parent.parentId() != null || partners.hasMembers(self)) {
            throw Refusal.invalid(new Violation("/parentId", PartnerProblem.INVALID_PARENT));
        }
    }

    /** A second partner with the same UAI or SIRET is the first one, entered again. */
    private void checkIdentifiers(UUID self, Identifiers identifiers) {
        partners.claim(identifiers);
        partners.holderOf(identifiers, self).ifPresent(holder -> {
            boolean sameUai = identifiers.uai() != null
                    && identifiers.uai().equals(holder.identifiers().uai());
            throw Refusal.of(
                            sameUai ? PartnerProblem.DUPLICATE_UAI : PartnerProblem.DUPLICATE_SIRET,
                            holder.legalName(),
                            holder.id().toString())
                    .property("existingId", holder.id());
        });
    }

    private void checkUnbound(UUID id) {
        List<UUID> live = commitments.liveAgreementsOf(id);
        if (!live.isEmpty()) {
            throw Refusal.of(PartnerProblem.PARTNER_STILL_BOUND, Integer.toString(live.size()))
                    .property("agreementIds", live);
        }
    }
}
