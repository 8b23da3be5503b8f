package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.CatalogProblem.DUPLICATE_TRAINING_CODE;
import static fr.cned.partenariats.catalog.CatalogProblem.TRAINING_HAS_OPEN_OFFERINGS;
import static fr.cned.partenariats.catalog.CatalogProblem.UNKNOWN_PARTNER;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.catalog.replica.PartnerFilter;
import fr.cned.partenariats.catalog.replica.RegistryNames;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.ChangeFeed;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeSource;
import fr.cned.partenariats.commons.changelog.ChangedObject;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.http.propagation.NotYetPropagated;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates, changes and reads trainings. Only a catalogue manager sees drafts. */
@ApplicationScoped
public class TrainingService implements ChangeSource<TrainingView> {

    private static final UUID UNKNOWN_NEED = new UUID(0, 0);

    private final TrainingRepository trainings;
    private final OpenOfferingLookup openOfferings;
    private final RegistryNames names;
    private final MergePatch patches;
    private final ChangeFeed feed;
    private final Caller caller;

    TrainingService(
            TrainingRepository trainings,
            OpenOfferingLookup openOfferings,
            RegistryNames names,
            MergePatch patches,
            ChangeFeed feed,
            Caller caller) {
        this.trainings = trainings;
        this.openOfferings = openOfferings;
        this.names = names;
        this.patches = patches;
        this.feed = feed;
        this.caller = caller;
    }

    @Transactional
    public TrainingView create(TrainingDetails details) {
        trainings.lockCatalogue();
        trainings.findByCode(details.code()).ifPresent(first -> {
            throw duplicate(details.code(), first.id());
        });
        requireKnown(details.providerIds(), names.unknownPartners(details.providerIds()));
        Training training = Training.draft(Ids.next(), details);
        trainings.persist(training);
        return storedView(training);
    }

    /** Creates and publishes all trainings, or none when one is refused. */
    @Transactional
    public List<TrainingView> createAll(List<TrainingDetails> batch) {
        trainings.lockCatalogue();
        Map<String, UUID> existing =
                trainings.idsByCode(batch.stream().map(TrainingDetails::code).toList());
        Set<UUID> unknown = names.unknownPartners(batch.stream()
                .flatMap(details -> details.providerIds().stream())
                .collect(Collectors.toSet()));
        Map<String, Training> created = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            TrainingDetails details = batch.get(i);
            try {
                if (existing.containsKey(details.code())) {
                    throw duplicate(details.code(), existing.get(details.code()));
                }
                requireKnown(details.providerIds(), unknown);
                Training training = Training.draft(Ids.next(), details);
                training.transitionTo(TrainingState.PUBLISHED);
                if (created.put(details.code(), training) != null) {
                    throw Refusal.invalid(new Violation("/code", DUPLICATE_TRAINING_CODE, details.code()));
                }
            } catch (Refusal refusal) {
                throw refusal.under("/trainings/" + i);
            }
        }
        trainings.persist(created.values());
        trainings.addSearchWords(batch);
        return storedViews(created.values());
    }

    @Transactional
    public TrainingView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        trainings.lockCatalogue();
        Training training = require(id);
        expected.check(training.revision());
        TrainingDetails before = training.details();
        training.update(patches.apply(before, patch, TrainingDetails.class));
        Set<UUID> added = new HashSet<>(training.details().providerIds());
        before.providerIds().forEach(added::remove);
        requireKnown(training.details().providerIds(), names.unknownPartners(added));
        requireOpenOfferingsCovered(id, before, training.details());
        if (training.isPublic()) {
            trainings.addSearchWords(List.of(training.details()));
        }
        return storedView(training);
    }

    @Transactional
    public TrainingView publish(UUID id) {
        trainings.lockCatalogue();
        Training training = require(id);
        training.transitionTo(TrainingState.PUBLISHED);
        trainings.addSearchWords(List.of(training.details()));
        return storedView(training);
    }

    /** Archives a training. Refuses while one of its offerings is open. */
    @Transactional
    public TrainingView archive(UUID id) {
        trainings.lockCatalogue();
        Training training = require(id);
        training.transitionTo(TrainingState.ARCHIVED);
        requireNone(openOfferings.findOpen(id));
        return storedView(training);
    }

    /** Planned and closed offerings may lose their modality or route. They cannot be opened afterwards. */
    private void requireOpenOfferingsCovered(UUID id, TrainingDetails before, TrainingDetails after) {
        if (!after.modalities().containsAll(before.modalities())
                || !after.routes().containsAll(before.routes())) {
            requireNone(openOfferings.findOpenOutside(id, after.modalities(), after.routes()));
        }
    }

    private static void requireKnown(List<UUID> providers, Set<UUID> unknown) {
        for (int i = 0; i < providers.size(); i++) {
            UUID id = providers.get(i);
            if (unknown.contains(id)) {
                String pointer = "/providerIds/" + i;
                throw NotYetPropagated.or(
                        Refusal.invalid(new Violation(pointer, UNKNOWN_PARTNER, id.toString())), id, pointer);
            }
        }
    }

    private static void requireNone(List<UUID> open) {
        if (!open.isEmpty()) {
            throw Refusal.of(TRAINING_HAS_OPEN_OFFERINGS, open.size()).property("offeringIds", open);
        }
    }

    public TrainingView get(UUID id) {
        return view(visible(trainings.findById(id)));
    }

    public TrainingView getByCode(String code) {
        return view(visible(trainings.findByCode(code).orElse(null)));
    }

    /** A partner must not learn of the needs of others. The own need names the code of its training. */
    private TrainingView view(Training training) {
        TrainingView view = TrainingView.of(training);
        return caller.isBoundToTenant() ? view.withoutTrainingNeed() : view;
    }

    public Page<TrainingView> list(TrainingFilter filter, PageParams page) {
        hideNeeds(filter);
        var after = page.after(TrainingRepository.PageKey.class, filter);
        var rows = PartnerFilter.inScope(
                filter.partnerId, () -> trainings.page(filter, seesDrafts(), after.orElse(null), page));
        return Page.of(rows, page, row -> view(row.training()), TrainingRepository.RankedTraining::pageKey, filter);
    }

    @Transactional
    public ChangeFeedPage<TrainingView> listChanges(ChangeFeedParams params) {
        return feed.read(this, TenantScope.ALL, params);
    }

    @Override
    public String objectType() {
        return "training";
    }

    @Override
    public List<ChangedObject<TrainingView>> listAfter(UUID id, TenantScope scope, int size) {
        return changed(trainings.listAfter(id, size));
    }

    @Override
    public List<ChangedObject<TrainingView>> find(Collection<UUID> ids, TenantScope scope) {
        return changed(trainings.findAll(ids));
    }

    private List<ChangedObject<TrainingView>> changed(List<Training> rows) {
        return rows.stream()
                .map(training -> isVisible(training)
                        ? ChangedObject.shown(training.id(), view(training))
                        : ChangedObject.<TrainingView>hidden(training.id()))
                .toList();
    }

    private void hideNeeds(TrainingFilter filter) {
        if (filter.trainingNeedId != null && caller.isBoundToTenant()) {
            filter.trainingNeedId = UNKNOWN_NEED;
        }
    }

    public TrainingFacets count(TrainingFilter filter) {
        hideNeeds(filter);
        return PartnerFilter.inScope(filter.partnerId, () -> trainings.countByFacet(filter, seesDrafts()));
    }

    /** Returns existing trainings by id, drafts included. For other packages, without a check of the caller. */
    public Map<UUID, TrainingView> findAll(Set<UUID> ids) {
        return trainings.findAll(ids).stream().collect(Collectors.toMap(Training::id, TrainingView::of));
    }

    /** Every change of the catalogue must call it first. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void lockCatalogue() {
        trainings.lockCatalogue();
    }

    private static Refusal duplicate(String code, UUID existingId) {
        return Refusal.at("/code", DUPLICATE_TRAINING_CODE, code).property("existingId", existingId);
    }

    private Training require(UUID id) {
        Training training = trainings.findById(id);
        if (training == null) {
            throw Refusal.of(NOT_FOUND, "training");
        }
        return training;
    }

    private Training visible(@Nullable Training training) {
        if (training == null || !isVisible(training)) {
            throw Refusal.of(NOT_FOUND, "training");
        }
        return training;
    }

    private boolean isVisible(Training training) {
        return training.isPublic() || seesDrafts();
    }

    private boolean seesDrafts() {
        return caller.has(Roles.CATALOG_MANAGER);
    }

    private TrainingView storedView(Training training) {
        return storedViews(List.of(training)).get(0);
    }

    private List<TrainingView> storedViews(Collection<Training> changed) {
        trainings.flush(); // sets the revisions that the answer shows
        return changed.stream().map(TrainingView::of).toList();
    }
}
