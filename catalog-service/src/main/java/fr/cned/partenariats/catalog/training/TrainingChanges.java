package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.changelog.ChangeFeed;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeSource;
import fr.cned.partenariats.commons.changelog.ChangedObject;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The feed of changed trainings. Only a catalogue manager sees drafts. */
@ApplicationScoped
class TrainingChanges implements ChangeSource<TrainingView> {

    private final ChangeFeed feed;
    private final TrainingRepository trainings;
    private final TrainingService service;

    TrainingChanges(ChangeFeed feed, TrainingRepository trainings, TrainingService service) {
        this.feed = feed;
        this.trainings = trainings;
        this.service = service;
    }

    @Transactional
    ChangeFeedPage<TrainingView> list(ChangeFeedParams params) {
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
        return changed(trainings.list("id in ?1", ids));
    }

    private List<ChangedObject<TrainingView>> changed(List<Training> rows) {
        return rows.stream()
                .map(training -> service.isVisible(training)
                        ? ChangedObject.shown(training.id(), service.view(training))
                        : ChangedObject.<TrainingView>hidden(training.id()))
                .toList();
    }
}
