package fr.cned.partenariats.enrollment.student;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The answers that are kept for retries. They repeat what the other sections say, so they come last: whatever
 * still changed something of the person's has ended by then, and left its answer.
 */
@ApplicationScoped
@Priority(-1)
class StoredAnswers implements HoldsPersonalData {

    /**
     * A retry still finds that it was done, and nothing more. Answers without an id of their own tell of many
     * people, and of each no more than ids, states and hours; refusals say nothing of anybody. All answers are
     * looked through, about a million in a second and a half, since an index would cost each request something.
     */
    private static final String REDUCE_TO_THE_ID = """
            with named as materialized (
              select k.client, k.key, cast(convert_from(k.body, 'UTF8') as jsonb) as answer
              from idempotency_key k
              where k.status < 400
                and exists (select 1 from unnest(cast(:ids as text[])) as n (id)
                            where strpos(convert_from(k.body, 'UTF8'), n.id) > 0))
            update idempotency_key k
            set body = convert_to(cast(jsonb_build_object('id', named.answer -> 'id') as text), 'UTF8')
            from named
            where k.client = named.client and k.key = named.key and named.answer -> 'id' is not null""";

    private final EntityManager em;

    StoredAnswers(EntityManager em) {
        this.em = em;
    }

    @Override
    public String section() {
        return "storedAnswers";
    }

    @Override
    public List<?> export(Person person, Optional<UUID> partner) {
        return List.of();
    }

    @Override
    public int erase(Person person) {
        Set<UUID> ids = new TreeSet<>(person.studentIds());
        ids.addAll(person.enrollmentIds());
        return em.createNativeQuery(REDUCE_TO_THE_ID)
                .setParameter("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                .executeUpdate();
    }
}
