package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.CatalogProblem.MODALITY_NOT_OFFERED;
import static fr.cned.partenariats.catalog.CatalogProblem.ROUTE_NOT_OFFERED;
import static fr.cned.partenariats.catalog.CatalogProblem.TRAINING_NOT_PUBLISHED;
import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.catalog.CatalogProblem;
import fr.cned.partenariats.catalog.change.ChangeClock;
import fr.cned.partenariats.catalog.change.Changes;
import fr.cned.partenariats.catalog.change.ChangesSince;
import fr.cned.partenariats.catalog.offering.OfferingRepository.OfferingAndPlaces;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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
        Map<UUID, TrainingView> known = trainings.findAll(Set.of(content.trainingId()));
        Offering offering = planned(content, known, change);
        offerings.persist(offering);
        return announce(offering);
    }

    /** Opens many new offerings, or none of them. */
    @Transactional
    public List<OfferingView> openAll(List<OfferingContent> contents) {
        long firstChange = clock.tick(contents.size());
        Map<UUID, TrainingView> known = trainings.findAll(
                contents.stream().map(OfferingContent::trainingId).collect(Collectors.toSet()));
        List<Offering> opened = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            try {
                Offering offering = planned(contents.get(i), known, firstChange + i);
                offering.moveTo(OfferingState.OPEN, firstChange + i);
                opened.add(offering);
            } catch (Refusal refusal) {
                throw refusal.under("/offerings/" + i);
            }
        }
        offerings.persist(opened);
        offerings.flush(); // gives the versions, which are the events' revisions
        outbox.append(opened.stream().map(OfferingChanged::of).toList());
        return opened.stream().map(offering -> OfferingView.of(offering, null)).toList();
    }

    private static Offering planned(OfferingContent content, Map<UUID, TrainingView> known, long change) {
        TrainingView training = known.get(content.trainingId());
        if (training == null) {
            throw Refusal.invalid(new Violation("/trainingId", NOT_FOUND, "training"));
        }
        requireOffered(training, content);
        return Offering.planned(Ids.next(), training.content().code(), content, change);
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
        trainings
                .findAll(Set.of(offering.trainingId()))
                .values()
                .forEach(training -> requireOffered(training, offering.content()));
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

    @Transactional
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

    /** What is offered is in the catalogue for all to see, in a way and for a route of the concours that it has. */
    private static void requireOffered(TrainingView training, OfferingContent content) {
        if (training.state() != TrainingState.PUBLISHED) {
            throw refused(
                    "/trainingId", TRAINING_NOT_PUBLISHED, training.content().code(), training.state());
        }
        requireGivenBy(training.content(), content);
    }

    private static void requireGivenBy(TrainingContent training, OfferingContent content) {
        if (!training.modalities().contains(content.modality())) {
            throw refused("/modality", MODALITY_NOT_OFFERED, training.code())
                    .property("allowed", training.modalities());
        }
        if (content.route() != null && !training.routes().contains(content.route())) {
            throw refused("/route", ROUTE_NOT_OFFERED, training.code()).property("allowed", training.routes());
        }
    }

    private static Refusal refused(String pointer, CatalogProblem code, Object... args) {
        return Refusal.of(code, args).with(new Violation(pointer, code, args));
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
