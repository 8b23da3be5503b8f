package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestLanguage;
import fr.cned.partenariats.commons.security.caller.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the history and the amendments of agreements. A partner reads what was recorded while it was a party. */
@ApplicationScoped
class HistoryService {

    private final HistoryRepository history;
    private final Caller caller;
    private final RequestLanguage language;

    HistoryService(HistoryRepository history, Caller caller, RequestLanguage language) {
        this.history = history;
        this.caller = caller;
        this.language = language;
    }

    @Transactional
    Page<HistoryView> listHistory(UUID agreementId, PageParams page) {
        return list(
                agreementId, false, page, visible -> visible.entry().view(visible.changes(), caller, language.get()));
    }

    @Transactional
    Page<AmendmentView> listAmendments(UUID agreementId, PageParams page) {
        return list(agreementId, true, page, this::amendment);
    }

    private <T> Page<T> list(
            UUID agreementId, boolean amendmentsOnly, PageParams page, Function<VisibleHistoryEntry, T> view) {
        Integer after = page.after(Integer.class, agreementId).orElse(null);
        List<VisibleHistoryEntry> rows = visible(agreementId)
                .filter(visible -> !amendmentsOnly || visible.amendment() != null)
                .filter(visible -> after == null || visible.position() > after)
                .limit(page.fetchSize())
                .toList();
        return Page.of(rows, page, view, VisibleHistoryEntry::position, agreementId);
    }

    @Transactional
    AmendmentView getAmendment(UUID agreementId, int number) {
        return visible(agreementId)
                .filter(visible -> Integer.valueOf(number).equals(visible.amendment()))
                .findFirst()
                .map(this::amendment)
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "amendment"));
    }

    private AmendmentView amendment(VisibleHistoryEntry visible) {
        return visible.entry().amendmentView(visible.changes(), caller);
    }

    private Stream<VisibleHistoryEntry> visible(UUID agreementId) {
        UUID partner = caller.scope().restrictedTo().orElse(null);
        List<HistoryEntry> all = history.findAll(agreementId);
        if (partner == null ? all.isEmpty() : !VisibleHistoryEntry.isParty(all, partner)) {
            throw AgreementRepository.notFound();
        }
        return partner == null
                ? all.stream().map(VisibleHistoryEntry::complete)
                : VisibleHistoryEntry.ofParty(all, partner).stream();
    }
}
