package fr.cned.partenariats.commons.idempotency;

import static fr.cned.partenariats.commons.problem.CommonProblem.IDEMPOTENCY_KEY_REUSED;
import static fr.cned.partenariats.commons.problem.CommonProblem.REQUEST_IN_PROGRESS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.hibernate.query.NativeQuery;

/**
 * The stored answers. Keys belong to the client that sent them and live {@value #DAYS_KEPT} days; behind
 * them stand the unique indexes of the business tables, for ever.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class IdempotencyStore {

    static final int DAYS_KEPT = 7;

    private static final String LOOK_UP = """
            select l.locked, k.request_hash, k.status, cast(k.headers as text) as headers, k.body
            from (select pg_try_advisory_xact_lock(hashtextextended(:client || ' ' || :key, 0)) as locked) l
            left join idempotency_key k on k.client = :client and k.key = :key""";

    private static final String STORE = """
            insert into idempotency_key (client, key, request_hash, status, headers, body)
            values (:client, :key, :hash, :status, cast(:headers as jsonb), :body)
            on conflict do nothing""";

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final EntityManager em;
    private final ObjectMapper json;

    IdempotencyStore(EntityManager em, ObjectMapper json) {
        this.em = em;
        this.json = json;
    }

    /**
     * The answer already given to this key, if any; otherwise the key is locked until the transaction ends.
     * Refuses a key whose first request is still running, and one that came with another request.
     */
    Optional<StoredAnswer> lookUp(String client, String key, byte[] requestHash) {
        // The types are given so that the driver need not ask the database for them.
        Object[] row = (Object[]) em.createNativeQuery(LOOK_UP)
                .unwrap(NativeQuery.class)
                .addScalar("locked", Boolean.class)
                .addScalar("request_hash", byte[].class)
                .addScalar("status", Integer.class)
                .addScalar("headers", String.class)
                .addScalar("body", byte[].class)
                .setParameter("client", client)
                .setParameter("key", key)
                .getSingleResult();
        if (row[1] == null) {
            if (!(Boolean) row[0]) {
                throw Refusal.of(REQUEST_IN_PROGRESS).retryAfterSeconds(1);
            }
            return Optional.empty();
        }
        if (!Arrays.equals((byte[]) row[1], requestHash)) {
            throw Refusal.of(IDEMPOTENCY_KEY_REUSED);
        }
        return Optional.of(new StoredAnswer((byte[]) row[1], (Integer) row[2], read((String) row[3]), (byte[]) row[4]));
    }

    /** False when another request stored an answer under this key first; the caller's work must then be undone. */
    boolean store(String client, String key, StoredAnswer answer) {
        return em.createNativeQuery(STORE)
                        .setParameter("client", client)
                        .setParameter("key", key)
                        .setParameter("hash", answer.requestHash())
                        .setParameter("status", answer.status())
                        .setParameter("headers", write(answer.headers()))
                        .setParameter("body", answer.body())
                        .executeUpdate()
                == 1;
    }

    private Map<String, String> read(String headers) {
        try {
            return json.readValue(headers, HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored headers are written by this class only", e);
        }
    }

    private String write(Map<String, String> headers) {
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers are texts", e);
        }
    }
}
