package fr.cned.partenariats.partner.registry.site;

import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_SITE;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What other packages ask about sites. */
@ApplicationScoped
public class SiteLookup {

    private final SiteRepository sites;

    SiteLookup(SiteRepository sites) {
        this.sites = sites;
    }

    /** The sites that limit an account, in the order of a token. */
    public static List<UUID> distinct(@Nullable List<UUID> ids) {
        return ids == null ? List.of() : ids.stream().distinct().sorted().toList();
    }

    /**
     * Refuses ids that are no sites of the partner. Ended sites are: their students stay.
     *
     * @param partnerId null for an office of the Cned, which has no sites
     */
    @Transactional
    public void requireOf(@Nullable UUID partnerId, @Nullable List<UUID> ids, String pointer) {
        if (ids == null || ids.isEmpty()) {
            return;
        }
        Set<UUID> known = partnerId == null
                ? Set.of()
                : sites.list("partnerId = ?1 and id in ?2", partnerId, ids).stream()
                        .map(Site::id)
                        .collect(Collectors.toSet());
        Refusal.requireNone(IntStream.range(0, ids.size())
                .filter(i -> !known.contains(ids.get(i)))
                .mapToObj(i -> new Violation(
                        pointer + '/' + i, UNKNOWN_SITE, ids.get(i).toString()))
                .toList());
    }
}
