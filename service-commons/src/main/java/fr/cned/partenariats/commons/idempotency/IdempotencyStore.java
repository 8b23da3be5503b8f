package fr.cned.partenariats.commons.idempotency;

import static fr.cned.partenariats.commons.problem.CommonProblem.IDEMPOTENCY_KEY_REUSED;
import static fr.cned.partenariats.commons.problem.CommonProblem.REQUEST_IN_PROGRESS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.hibernate.query.NativeQuery;

/**
 * Looks up and stores the first answer to each key of each owner. A key is kept for {@value #DAYS_KEPT} days. Unique
 * indexes of the business tables prevent duplicates without a time limit.
 */
@ApplicationScoped
class IdempotencyStore {

    static final int DAYS_KEPT = 7;

    /** Ignores the refusals that earlier versions stored; {@link #STORE} overwrites them. */
    private static final String LOOK_UP = """
            select l.locked, k.request_hash, k.status, cast(k.headers as text) as headers, k.body
            from (select pg_try_advisory_xact_lock(
                    hashtextextended(concat_ws(' ', :client, :subject, :scope, :key), 0)) as locked) l
            left join idempotency_key k
              on k.client = :client and k.subject = :subject and k.scope = :scope and k.key = :key
                and k.status < 400""";

    private static final String STORE = """
            insert into idempotency_key
              (client, subject, scope, key, request_hash, status, headers, body, named_ids)
            values (:client, :subject, :scope, :key, :hash, :status, cast(:headers as jsonb), :body, :ids)
            on conflict (client, subject, scope, key) do update
              set request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
                body = excluded.body, named_ids = excluded.named_ids, created_at = now()
              where idempotency_key.status >= 400""";

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final EntityManager em;
    private final ObjectMapper json;

    IdempotencyStore(EntityManager em, ObjectMapper json) {
        this.em = em;
        this.json = json;
    }

    /**
     * Returns the stored answer to this key. Without one, holds an advisory lock on the key until the transaction ends.
     * Refuses a key whose first request is still running, and a key that was used with another request.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<StoredAnswer> lookUp(KeyedRequest request) {
        // Explicit types save the driver a query for the types of the columns.
        Query query = em.createNativeQuery(LOOK_UP)
                .unwrap(NativeQuery.class)
                .addScalar("locked", Boolean.class)
                .addScalar("request_hash", byte[].class)
                .addScalar("status", Integer.class)
                .addScalar("headers", String.class)
                .addScalar("body", byte[].class);
        Object[] row = (Object[]) ofKey(query, request).getSingleResult();
        if (row[1] == null) {
            if (!(Boolean) row[0]) {
                throw Refusal.of(REQUEST_IN_PROGRESS).retryAfterSeconds(1);
            }
            return Optional.empty();
        }
        if (!Arrays.equals((byte[]) row[1], request.hash())) {
            throw Refusal.of(IDEMPOTENCY_KEY_REUSED);
        }
        return Optional.of(new StoredAnswer((Integer) row[2], read((String) row[3]), (byte[]) row[4]));
    }

    /** False when another request has stored an answer under this key. The caller must then roll back. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean store(KeyedRequest request, StoredAnswer answer) {
        return ofKey(em.createNativeQuery(STORE), request)
                        .setParameter("hash", request.hash())
                        .setParameter("status", answer.status())
                        .setParameter("headers", write(answer.headers()))
                        .setParameter("body", answer.body())
                        .setParameter("ids", request.idsNamedWith(answer.body()))
                        .executeUpdate()
                == 1;
    }

    private static Query ofKey(Query query, KeyedRequest request) {
        return query.setParameter("client", request.owner().client())
                .setParameter("subject", request.owner().subject())
                .setParameter("scope", request.owner().scope())
                .setParameter("key", request.key());
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
