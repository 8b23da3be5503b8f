package fr.cned.partenariats.parking.space;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SpaceService {

    private record Position(String label) {}

    private final EntityManager em;
    private final MergePatch patches;

    SpaceService(EntityManager em, MergePatch patches) {
        this.em = em;
        this.patches = patches;
    }

    @Transactional
    SpaceView create(SpaceRequest request) {
        Space space = Space.of(request);
        em.persist(space);
        em.flush();
        return space.view();
    }

    @Transactional
    SpaceView get(UUID id) {
        return find(id).view();
    }

    @Transactional
    SpaceView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        Space space = find(id);
        expected.check(space.revision());
        space.change(patches.apply(space.content(), patch, SpaceRequest.class));
        em.flush();
        return space.view();
    }

    @Transactional
    Page<SpaceView> list(PageParams page, @Nullable Kind kind, @Nullable Integer floor) {
        String after =
                page.after(Position.class, kind, floor).map(Position::label).orElse("");
        List<Space> rows = em.createQuery("""
                        from Space where label > :after and (:kind is null or kind = :kind)
                          and (:floor is null or floor = :floor) order by label""", Space.class)
                .setParameter("after", after)
                .setParameter("kind", kind)
                .setParameter("floor", floor)
                .setMaxResults(page.fetchSize())
                .getResultList();
        return Page.of(rows, page, Space::view, s -> new Position(s.view().label()), kind, floor);
    }

    private Space find(UUID id) {
        Space space = em.find(Space.class, id);
        if (space == null) {
            throw Refusal.of(CommonProblem.NOT_FOUND, "space");
        }
        return space;
    }
}
