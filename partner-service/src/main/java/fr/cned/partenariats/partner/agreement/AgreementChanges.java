package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.changelog.ChangeFeed;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeSource;
import fr.cned.partenariats.commons.changelog.ChangedObject;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The feed of changed agreements. */
@ApplicationScoped
class AgreementChanges implements ChangeSource<AgreementView> {

    private final ChangeFeed feed;
    private final AgreementRepository agreements;
    private final AgreementService service;
    private final Caller caller;

    AgreementChanges(ChangeFeed feed, AgreementRepository agreements, AgreementService service, Caller caller) {
        this.feed = feed;
        this.agreements = agreements;
        this.service = service;
        this.caller = caller;
    }

    @Transactional
    ChangeFeedPage<AgreementView> list(ChangeFeedParams params) {
        return feed.read(this, caller.scope(), params);
    }

    @Override
    public String objectType() {
        return "agreement";
    }

    @Override
    public List<ChangedObject<AgreementView>> listAfter(UUID id, TenantScope scope, int size) {
        return changed(agreements.list(new AgreementFilter(), scope, id, size));
    }

    @Override
    public List<ChangedObject<AgreementView>> find(Collection<UUID> ids, TenantScope scope) {
        return changed(agreements.findWithFrameworks(ids).stream()
                .filter(agreement -> scope.coversAny(agreement.partnerIds()))
                .toList());
    }

    private List<ChangedObject<AgreementView>> changed(List<Agreement> rows) {
        return service.views(rows).stream()
                .map(view -> ChangedObject.shown(view.id(), view))
                .toList();
    }
}
