package fr.cned.partenariats.commons.http.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Rewrites the answers stored for retries, for a feature that must remove data from them, such as an erasure. */
@ApplicationScoped
public class StoredAnswers {

    /** Ordered, because two callers may lock the same answers and would deadlock. */
    private static final String NAMING = """
            select client, subject, scope, key, body from idempotency_key
            where named_ids <> '{}' and id_buckets(named_ids) && id_buckets(:ids) and named_ids && :ids
            order by client, subject, scope, key for update""";

    private static final String REWRITE = """
            update idempotency_key set body = :body
            where client = :client and subject = :subject and scope = :scope and key = :key""";

    private final EntityManager em;
    private final ObjectMapper json;

    StoredAnswers(EntityManager em, ObjectMapper json) {
        this.em = em;
        this.json = json;
    }

    /**
     * Rewrites the answers that contain one of these ids, or whose request did. A retry gets the rewritten answer.
     *
     * @return the number of changed answers
     */
    @Transactional(Transactional.TxType.MANDATORY)
    @SuppressWarnings("unchecked")
    public int rewrite(Collection<UUID> ids, UnaryOperator<JsonNode> reduced) {
        List<Object[]> answers = em.createNativeQuery(NAMING)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .getResultList();
        int changed = 0;
        for (Object[] answer : answers) {
            JsonNode before = read((byte[]) answer[4]);
            JsonNode after = reduced.apply(before.deepCopy());
            if (!after.equals(before)) {
                changed += write(answer, after);
            }
        }
        return changed;
    }

    private int write(Object[] answer, JsonNode body) {
        return em.createNativeQuery(REWRITE)
                .setParameter("client", answer[0])
                .setParameter("subject", answer[1])
                .setParameter("scope", answer[2])
                .setParameter("key", answer[3])
                .setParameter("body", body.toString().getBytes(UTF_8))
                .executeUpdate();
    }

    private JsonNode read(byte[] body) {
        try {
            return json.readTree(body); // an empty body is a missing node
        } catch (IOException e) {
            throw new UncheckedIOException("stored answers are JSON", e);
        }
    }
}
