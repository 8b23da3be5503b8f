package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.CatalogProblem.MODALITY_NOT_OFFERED;
import static fr.cned.partenariats.catalog.CatalogProblem.ROUTE_NOT_OFFERED;
import static fr.cned.partenariats.catalog.CatalogProblem.TRAINING_NOT_PUBLISHED;
import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.catalog.change.ChangeClock;
import fr.cned.partenariats.catalog.change.Changes;
import fr.cned.partenariats.catalog.change.ChangesSince;
import fr.cned.partenariats.catalog.offering.OfferingRepository.OfferingAndPlaces;
import fr.cned.partenariats.catalog.training.Route;
import fr.cned.partenariats.catalog.training.TrainingContent;
import fr.cned.partenariats.catalog.training.TrainingService;
import fr.cned.partenariats.catalog.training.TrainingState;
import fr.cned.partenariats.catalog.training.TrainingView;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.http.Preconditions;
import fr.cned.partenariats.commons.ids.Ids;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.paging.Page;
import fr.cned.partenariats.commons.paging.PageParams;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Use cases of offerings. */
@ApplicationScoped
public class OfferingService {

    private final OfferingRepository offerings;
    private final TrainingService trainings;
    private final ChangeClock clock;
    private final MergePatch patches;
    private final Outbox outbox;

    OfferingService(
            OfferingRepository offerings,
            TrainingService trainings,
            ChangeClock clock,
            MergePatch patches,
            Outbox outbox) {
        this.offerings = offerings;
        this.trainings = trainings;
        this.clock = clock;
        this.patches = patches;
        this.outbox = outbox;
    }

    @Transactional
    public OfferingView plan(OfferingContent content) {
        long change = clock.tick();
        TrainingView training = trainings
                .find(content.trainingId())
                .orElseThrow(() -> Refusal.invalid(new Violation("/trainingId", NOT_FOUND, "training")));
        requirePublished(training);
        requireGivenBy(training.content(), content);
        Offering offering = Offering.planned(Ids.next(), training.content().code(), content, change);
        offerings.persist(offering);
        return announce(offering);
    }

    @Transactional
    public OfferingView edit(UUID id, @Nullable String ifMatch, JsonNode patch) {
        long change = clock.tick();
        Offering offering = require(id);
        Preconditions.ifMatch(ifMatch, offering.version());
        offering.edit(patches.apply(offering.content(), patch, OfferingContent.class), change);
        return announce(offering);
    }

    @Transactional
    public OfferingView open(UUID id) {
        long change = clock.tick();
        Offering offering = require(id);
        offering.moveTo(OfferingState.OPEN, change);
        trainings.find(offering.trainingId()).ifPresent(OfferingService::requirePublished);
        return announce(offering);
    }

    @Transactional
    public OfferingView close(UUID id) {
        return move(id, OfferingState.CLOSED);
    }

    @Transactional
    public OfferingView cancel(UUID id) {
        return move(id, OfferingState.CANCELLED);
    }

    private OfferingView move(UUID id, OfferingState next) {
        long change = clock.tick();
        Offering offering = require(id);
        offering.moveTo(next, change);
        return announce(offering);
    }

    public OfferingView read(UUID id) {
        return offerings.findWithPlaces(id).orElseThrow(() -> Refusal.of(NOT_FOUND, "offering"));
    }

    public Page<OfferingView> list(OfferingFilter filter, PageParams page) {
        var after = page.after(UUID.class, filter.values());
        var rows = offerings.page(filter, after.orElse(null), page.fetchSize());
        return Page.of(rows, page, row -> row, OfferingView::id, filter.values());
    }

    public Changes<OfferingView> changes(ChangesSince since) {
        var changed = offerings.changedAfter(since.since(), since.fetchSize());
        if (changed.isEmpty()) {
            clock.requireReached(since.since());
        }
        return Changes.of(changed, since, OfferingAndPlaces::view, OfferingAndPlaces::changeNumber);
    }

    /** What is offered is in the catalogue for all to see. */
    private static void requirePublished(TrainingView training) {
        if (training.state() != TrainingState.PUBLISHED) {
            throw Refusal.of(TRAINING_NOT_PUBLISHED, training.content().code(), training.state());
        }
    }

    /** An offering is given in a way, and for a route of the concours, that its training has. */
    private static void requireGivenBy(TrainingContent training, OfferingContent content) {
        if (!training.modalities().contains(content.modality())) {
            throw Refusal.of(MODALITY_NOT_OFFERED, training.code()).property("allowed", training.modalities());
        }
        List<Route> routes =
                training.contest() == null ? List.of() : training.contest().routes();
        if (content.route() != null && !routes.contains(content.route())) {
            throw Refusal.of(ROUTE_NOT_OFFERED, training.code()).property("allowed", routes);
        }
    }

    private Offering require(UUID id) {
        Offering offering = offerings.findById(id);
        if (offering == null) {
            throw Refusal.of(NOT_FOUND, "offering");
        }
        return offering;
    }

    private OfferingView announce(Offering offering) {
        offerings.flush(); // gives the version, which is the event's revision
        outbox.append(OfferingChanged.of(offering));
        return offerings.findWithPlaces(offering.id()).orElseThrow();
    }
}
