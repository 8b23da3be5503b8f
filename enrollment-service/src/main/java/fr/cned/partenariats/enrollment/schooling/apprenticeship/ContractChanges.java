package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.changelog.ChangeFeed;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeSource;
import fr.cned.partenariats.commons.changelog.ChangedObject;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The feed of changed contracts. A contract of an erased student is deleted, so it is removed from the copy. */
@ApplicationScoped
class ContractChanges implements ChangeSource<ContractView> {

    private final ChangeFeed feed;
    private final ContractRepository contracts;
    private final ActorNames actors;
    private final Caller caller;

    ContractChanges(ChangeFeed feed, ContractRepository contracts, ActorNames actors, Caller caller) {
        this.feed = feed;
        this.contracts = contracts;
        this.actors = actors;
        this.caller = caller;
    }

    @Transactional
    ChangeFeedPage<ContractView> list(ChangeFeedParams params) {
        return feed.read(this, caller.scope(), params);
    }

    @Override
    public String objectType() {
        return "apprenticeship-contract";
    }

    @Override
    public List<ChangedObject<ContractView>> listAfter(UUID id, TenantScope scope, int size) {
        return list(inScope(scope).after("id", id), size);
    }

    @Override
    public List<ChangedObject<ContractView>> find(Collection<UUID> ids, TenantScope scope) {
        return list(inScope(scope).matching("id in ?", ids), ids.size());
    }

    private static Conditions inScope(TenantScope scope) {
        return new Conditions().equal("partnerId", scope.restrictedTo().orElse(null));
    }

    private List<ChangedObject<ContractView>> list(Conditions conditions, int size) {
        return contracts.find(conditions.query(), Sort.by("id"), conditions.parameters()).page(0, size).list().stream()
                .map(contract -> ChangedObject.shown(contract.id(), contract.view(actors)))
                .toList();
    }
}
