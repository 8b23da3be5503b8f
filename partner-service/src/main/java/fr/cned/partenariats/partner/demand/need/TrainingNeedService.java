package fr.cned.partenariats.partner.demand.need;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_PARTNER;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_TRAINING;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import fr.cned.partenariats.partner.replica.training.TrainingFamilies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Creates training needs and decides about them ("répondant aux besoins émis"). */
@ApplicationScoped
class TrainingNeedService {

    private final TrainingNeedRepository needs;
    private final PartnerLookup partners;
    private final TrainingFamilies trainings;
    private final Caller caller;
    private final Clock clock;

    TrainingNeedService(
            TrainingNeedRepository needs,
            PartnerLookup partners,
            TrainingFamilies trainings,
            Caller caller,
            Clock clock) {
        this.needs = needs;
        this.partners = partners;
        this.trainings = trainings;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    TrainingNeedView create(CreateTrainingNeed request) {
        UUID partnerId = caller.scope().actingTenant(request.partnerId(), "/partnerId", UNKNOWN_PARTNER);
        partners.requireOpen(partnerId, "/partnerId");
        TrainingNeed need = TrainingNeed.create(partnerId, request, LocalDate.now(clock));
        needs.persist(need);
        return need.view();
    }

    @Transactional
    TrainingNeedView get(UUID id) {
        return needs.findVisible(id, caller.scope())
                .orElseThrow(TrainingNeedService::notFound)
                .view();
    }

    @Transactional
    Page<TrainingNeedView> list(@Nullable TrainingNeedState state, @Nullable UUID partnerId, PageParams page) {
        UUID after = page.after(UUID.class, state, partnerId).orElse(null);
        List<TrainingNeed> rows = needs.list(state, partnerId, caller.scope(), after, page.fetchSize());
        return Page.of(rows, page, TrainingNeed::view, TrainingNeed::id, state, partnerId);
    }

    @Transactional
    TrainingNeedView study(UUID id) {
        return change(id, TrainingNeed::study);
    }

    @Transactional
    TrainingNeedView accept(UUID id, AcceptTrainingNeed request) {
        String code = request.trainingCode();
        return change(id, (need, today) -> {
            need.accept(code, today);
            if (trainings.of(List.of(code)).isEmpty()) {
                throw Refusal.invalid(new Violation("/trainingCode", UNKNOWN_TRAINING, code));
            }
        });
    }

    @Transactional
    TrainingNeedView decline(UUID id, DeclineTrainingNeed request) {
        return change(id, (need, today) -> need.decline(request.reason(), today));
    }

    private TrainingNeedView change(UUID id, BiConsumer<TrainingNeed, LocalDate> change) {
        TrainingNeed need = needs.lock(id).orElseThrow(TrainingNeedService::notFound);
        change.accept(need, LocalDate.now(clock));
        needs.flush();
        return need.view();
    }

    private static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "training need");
    }
}
