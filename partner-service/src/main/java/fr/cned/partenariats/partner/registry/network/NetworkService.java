package fr.cned.partenariats.partner.registry.network;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.partner.PartnerProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class NetworkService {

    private final NetworkRepository networks;
    private final MergePatch mergePatch;

    NetworkService(NetworkRepository networks, MergePatch mergePatch) {
        this.networks = networks;
        this.mergePatch = mergePatch;
    }

    @Transactional
    NetworkView create(CreateNetwork request) {
        networks.lockCode(request.code()).ifPresent(holder -> {
            throw Refusal.of(PartnerProblem.DUPLICATE_NETWORK_CODE, holder.id().toString())
                    .property("existingId", holder.id());
        });
        Network network = Network.create(request.code(), request.details());
        networks.persist(network);
        return save(network);
    }

    @Transactional
    NetworkView get(UUID id) {
        return NetworkView.of(networks.findByIdOptional(id).orElseThrow(NetworkService::notFound));
    }

    @Transactional
    Page<NetworkView> list(@Nullable String code, PageParams page) {
        UUID after = page.after(UUID.class, code).orElse(null);
        List<Network> rows = networks.list(code, after, page.fetchSize());
        return Page.of(rows, page, NetworkView::of, Network::id, code);
    }

    @Transactional
    NetworkView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        Network network = networks.lock(id).orElseThrow(NetworkService::notFound);
        expected.check(network.revision());
        network.change(mergePatch.apply(network.details(), patch, NetworkDetails.class));
        return save(network);
    }

    private NetworkView save(Network network) {
        networks.flush();
        return NetworkView.of(network);
    }

    private static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "network");
    }
}
