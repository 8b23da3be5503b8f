package fr.cned.partenariats.catalog.offering;

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

/** The feed of changed offerings. */
@ApplicationScoped
class OfferingChanges implements ChangeSource<OfferingView> {

    private final ChangeFeed feed;
    private final OfferingRepository offerings;

    OfferingChanges(ChangeFeed feed, OfferingRepository offerings) {
        this.feed = feed;
        this.offerings = offerings;
    }

    @Transactional
    ChangeFeedPage<OfferingView> list(ChangeFeedParams params) {
        return feed.read(this, TenantScope.ALL, params);
    }

    @Override
    public String objectType() {
        return "offering";
    }

    @Override
    public List<ChangedObject<OfferingView>> listAfter(UUID id, TenantScope scope, int size) {
        return changed(offerings.listAfter(id, size));
    }

    @Override
    public List<ChangedObject<OfferingView>> find(Collection<UUID> ids, TenantScope scope) {
        return changed(offerings.findWithPlaces(ids));
    }

    private static List<ChangedObject<OfferingView>> changed(List<OfferingView> rows) {
        return rows.stream()
                .map(offering -> ChangedObject.shown(offering.id(), offering))
                .toList();
    }
}
