package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.CatalogProblem.DUPLICATE_TRAINING_CODE;
import static fr.cned.partenariats.catalog.CatalogProblem.TRAINING_HAS_OPEN_OFFERINGS;
import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.catalog.change.ChangeClock;
import fr.cned.partenariats.catalog.change.Changes;
import fr.cned.partenariats.catalog.change.ChangesSince;
import fr.cned.partenariats.commons.caller.Caller;
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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Use cases of trainings. */
@ApplicationScoped
public class TrainingService {

    private final TrainingRepository trainings;
    private final OpenOfferings openOfferings;
    private final ChangeClock clock;
    private final MergePatch patches;
    private final Outbox outbox;
    private final Caller caller;

    TrainingService(
            TrainingRepository trainings,
            OpenOfferings openOfferings,
            ChangeClock clock,
            MergePatch patches,
            Outbox outbox,
            Caller caller) {
        this.trainings = trainings;
        this.openOfferings = openOfferings;
        this.clock = clock;
        this.patches = patches;
        this.outbox = outbox;
        this.caller = caller;
    }

    @Transactional
    public TrainingView create(TrainingContent content) {
        long change = clock.tick();
        trainings.findByCode(content.code()).ifPresent(first -> {
            throw duplicate(content.code(), first.id());
        });
        Training training = Training.draft(Ids.next(), content, change);
        trainings.persist(training);
        return announce(training);
    }

    /** Publishes many new trainings, or none of them. */
    @Transactional
    public List<TrainingView> publishAll(List<TrainingContent> contents) {
        long firstChange = clock.tick(contents.size());
        Map<String, UUID> taken =
                trainings.idsByCode(contents.stream().map(TrainingContent::code).toList());
        Map<String, Training> published = new LinkedHashMap<>();
        for (int i = 0; i < contents.size(); i++) {
            TrainingContent content = contents.get(i);
            try {
                if (taken.containsKey(content.code())) {
                    throw duplicate(content.code(), taken.get(content.code()));
                }
                Training training = Training.draft(Ids.next(), content, firstChange + i);
                training.moveTo(TrainingState.PUBLISHED, firstChange + i);
                if (published.put(content.code(), training) != null) {
                    throw Refusal.invalid(new Violation("/code", DUPLICATE_TRAINING_CODE, content.code()));
                }
            } catch (Refusal refusal) {
                throw refusal.under("/trainings/" + i);
            }
        }
        trainings.persist(published.values());
        trainings.learnWords(contents);
        return announce(published.values());
    }

    @Transactional
    public TrainingView edit(UUID id, @Nullable String ifMatch, JsonNode patch) {
        long change = clock.tick();
        Training training = require(id);
        Preconditions.ifMatch(ifMatch, training.version());
        TrainingContent before = training.content();
        training.edit(patches.apply(before, patch, TrainingContent.class), change);
        requireOpenOfferingsGiven(id, before, training.content());
        if (training.isPublic()) {
            trainings.learnWords(List.of(training.content()));
        }
        return announce(training);
    }

    @Transactional
    public TrainingView publish(UUID id) {
        long change = clock.tick();
        Training training = require(id);
        training.moveTo(TrainingState.PUBLISHED, change);
        trainings.learnWords(List.of(training.content()));
        return announce(training);
    }

    /** Ends a training; not while students can still enroll on one of its offerings. */
    @Transactional
    public TrainingView archive(UUID id) {
        long change = clock.tick();
        Training training = require(id);
        training.moveTo(TrainingState.ARCHIVED, change);
        requireNone(openOfferings.of(id));
        return announce(training);
    }

    /** A planned or closed offering may be left without its modality or route: it then cannot be opened. */
    private void requireOpenOfferingsGiven(UUID id, TrainingContent before, TrainingContent after) {
        if (!after.modalities().containsAll(before.modalities())
                || !after.routes().containsAll(before.routes())) {
            requireNone(openOfferings.notAmong(after.modalities(), after.routes(), id));
        }
    }

    private static void requireNone(List<UUID> open) {
        if (!open.isEmpty()) {
            throw Refusal.of(TRAINING_HAS_OPEN_OFFERINGS, open.size()).property("offeringIds", open);
        }
    }

    public TrainingView read(UUID id) {
        return TrainingView.of(visible(trainings.findById(id)));
    }

    public TrainingView readByCode(String code) {
        return TrainingView.of(visible(trainings.findByCode(code).orElse(null)));
    }

    @Transactional
    public Page<TrainingView> list(TrainingFilter filter, PageParams page) {
        var after = page.after(TrainingRepository.Position.class, filter.values());
        var rows = trainings.page(filter, seesDrafts(), after.orElse(null), page.fetchSize());
        return Page.of(
                rows,
                page,
                row -> TrainingView.of(row.training()),
                TrainingRepository.RankedTraining::position,
                filter.values());
    }

    public Changes<TrainingView> changes(ChangesSince since) {
        var changed = trainings.changedAfter(since.since(), seesDrafts(), since.fetchSize());
        if (changed.isEmpty()) {
            clock.requireReached(since.since());
        }
        return Changes.of(changed, since, TrainingView::of, Training::changeNumber);
    }

    @Transactional
    public TrainingFacets facets(TrainingFilter filter) {
        return trainings.facets(filter, seesDrafts());
    }

    /** For offerings, which are given of trainings: those that there are, by id. */
    public Map<UUID, TrainingView> findAll(Set<UUID> ids) {
        return trainings.list("id in ?1", ids).stream().collect(Collectors.toMap(Training::id, TrainingView::of));
    }

    private static Refusal duplicate(String code, UUID existingId) {
        return Refusal.of(DUPLICATE_TRAINING_CODE, code)
                .with(new Violation("/code", DUPLICATE_TRAINING_CODE, code))
                .property("existingId", existingId);
    }

    private Training require(UUID id) {
        Training training = trainings.findById(id);
        if (training == null) {
            throw Refusal.of(NOT_FOUND, "training");
        }
        return training;
    }

    private Training visible(@Nullable Training training) {
        if (training == null || !(training.isPublic() || seesDrafts())) {
            throw Refusal.of(NOT_FOUND, "training");
        }
        return training;
    }

    private boolean seesDrafts() {
        return caller.has(Roles.CATALOG_MANAGER);
    }

    private TrainingView announce(Training training) {
        return announce(List.of(training)).get(0);
    }

    private List<TrainingView> announce(Collection<Training> changed) {
        trainings.flush(); // gives the versions, which are the events' revisions
        outbox.append(changed.stream().map(TrainingChanged::of).toList());
        return changed.stream().map(TrainingView::of).toList();
    }
}
