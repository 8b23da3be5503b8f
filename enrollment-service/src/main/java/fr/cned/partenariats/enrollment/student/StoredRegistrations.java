package fr.cned.partenariats.enrollment.student;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The answers to registrations that are kept for retries. They repeat what the students section says. */
@ApplicationScoped
class StoredRegistrations implements HoldsPersonalData {

    /** A retry still finds that its student was registered, and nothing more. */
    private static final String REDUCE_TO_THE_ID = """
            update idempotency_key k
            set body = convert_to(cast(jsonb_build_object('id', s.id) as text), 'UTF8')
            from unnest(cast(:students as uuid[])) as s (id)
            where substring(k.headers ->> 'Location' from '/v1/students/([0-9a-f-]{36})$') = cast(s.id as text)""";

    private final EntityManager em;

    StoredRegistrations(EntityManager em) {
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
        return em.createNativeQuery(REDUCE_TO_THE_ID)
                .setParameter("students", person.studentIds().toArray(UUID[]::new))
                .executeUpdate();
    }
}
