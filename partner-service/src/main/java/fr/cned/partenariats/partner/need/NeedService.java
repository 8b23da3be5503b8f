package fr.cned.partenariats.partner.need;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.partner.Sight;
import fr.cned.partenariats.partner.partner.Partners;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Use cases of training needs: partners express them, the catalogue answers ("répondant aux besoins émis"). */
@ApplicationScoped
class NeedService {

    private final NeedRepository needs;
    private final Partners partners;
    private final Caller caller;
    private final Clock clock;

    NeedService(NeedRepository needs, Partners partners, Caller caller, Clock clock) {
        this.needs = needs;
        this.partners = partners;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    TrainingNeedView express(ExpressNeed request) {
        UUID partnerId = Sight.actingPartner(caller, request.partnerId(), "/partnerId");
        partners.requireOpen(partnerId, "/partnerId");
        TrainingNeed need = TrainingNeed.express(partnerId, request, LocalDate.now(clock));
        needs.persist(need);
        return need.view();
    }

    @Transactional
    TrainingNeedView read(UUID id) {
        return needs.findByIdOptional(id)
                .filter(need -> Sight.covers(caller, need.partnerId()))
                .orElseThrow(NeedService::notFound)
                .view();
    }

    @Transactional
    Page<TrainingNeedView> list(@Nullable NeedState state, @Nullable UUID partnerId, PageParams page) {
        UUID after = page.after(UUID.class, state, partnerId).orElse(null);
        List<TrainingNeed> rows = needs.list(state, partnerId, Sight.onlyPartner(caller), after, page.fetchSize());
        return Page.of(rows, page, TrainingNeed::view, TrainingNeed::id, state, partnerId);
    }

    @Transactional
    TrainingNeedView study(UUID id) {
        return moved(id, TrainingNeed::study);
    }

    @Transactional
    TrainingNeedView accept(UUID id, Acceptance acceptance) {
        return moved(id, (need, today) -> need.accept(acceptance.trainingCode(), today));
    }

    @Transactional
    TrainingNeedView decline(UUID id, Declination declination) {
        return moved(id, (need, today) -> need.decline(declination.reason(), today));
    }

    private TrainingNeedView moved(UUID id, BiConsumer<TrainingNeed, LocalDate> move) {
        TrainingNeed need = needs.lock(id).orElseThrow(NeedService::notFound);
        move.accept(need, LocalDate.now(clock));
        needs.flush();
        return need.view();
    }

    private static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "training need");
    }
}
