package fr.cned.partenariats.commons.http.idempotency;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.IDEMPOTENCY_KEY_REUSED;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUEST_IN_PROGRESS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.base.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Looks up and stores the first answer to each key of each owner, one statement for any number of keys. A key is kept
 * for {@value #DAYS_KEPT} days. Unique indexes of the business tables prevent duplicates without a time limit.
 */
@ApplicationScoped
public class IdempotencyStore {

    static final int DAYS_KEPT = 7;

    /** Ignores the refusals that earlier versions stored; {@link #STORE} overwrites them. */
    private static final String LOOK_UP = """
        select l.locked, k.request_hash, k.status, cast(k.headers as text) as headers, k.body
        from (select a.*, pg_try_advisory_xact_lock(
                hashtextextended(concat_ws(' ', a.client, a.subject, a.scope, a.key), 0)) as locked
              from unnest((select ?), (select ?), (select ?), (select ?)) with ordinality as a (client, subject, scope, key, place)) l
        left join idempotency_key k
          on k.client = l.client and k.subject = l.subject and k.scope = l.scope and k.key = l.key
            and k.status < 400
        order by l.place\
        """;

    private static final String STORE = """
        insert into idempotency_key
          (client, subject, scope, key, request_hash, status, headers, body, named_ids)
        select a.client, a.subject, a.scope, a.key, a.hash, a.status, cast(a.headers as jsonb), a.body,
          cast(a.ids as uuid[])
        from unnest((select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?))
          as a (client, subject, scope, key, hash, status, headers, body, ids)
        on conflict (client, subject, scope, key) do update
          set request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
            body = excluded.body, named_ids = excluded.named_ids, created_at = now()
          where idempotency_key.status >= 400\
        """;

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final EntityManager em;
    private final ObjectMapper json;

    IdempotencyStore(EntityManager em, ObjectMapper json) {
        this.em = em;
        this.json = json;
    }

    /**
     * What is known about a key. A key without an answer and without a refusal is free: the caller holds an advisory
     * lock on it until the transaction ends.
     *
     * @param refusal of a key whose first request is still running, and of a key that was used with another request
     */
    public record KnownKey(
            @Nullable StoredAnswer answer, @Nullable Refusal refusal) {

        private static final KnownKey FREE = new KnownKey(null, null);
    }

    /** @param named the ids by which {@link StoredAnswers} finds the answer; each costs time in an index */
    public record Answered(KeyedRequest request, StoredAnswer answer, Set<UUID> named) {

        /** Found by all ids in the request and in the answer. */
        public Answered(KeyedRequest request, StoredAnswer answer) {
            this(request, answer, request.idsNamedWith(answer.body()));
        }
    }

    /** Looks up the keys in their order. The keys are distinct. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<KnownKey> lookUp(List<KeyedRequest> requests) {
        return em.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement query = connection.prepareStatement(LOOK_UP)) {
                new Columns<>(requests)
                        .add("text", request -> request.owner().client())
                        .add("text", request -> request.owner().subject())
                        .add("text", request -> request.owner().scope())
                        .add("text", KeyedRequest::key)
                        .bind(query, 1);
                List<KnownKey> known = new ArrayList<>(requests.size());
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        known.add(known(row, requests.get(known.size())));
                    }
                }
                return known;
            }
        });
    }

    private KnownKey known(ResultSet row, KeyedRequest request) throws SQLException {
        byte @Nullable [] hash = row.getBytes(2);
        if (hash == null) {
            return row.getBoolean(1)
                    ? KnownKey.FREE
                    : new KnownKey(null, Refusal.of(REQUEST_IN_PROGRESS).retryAfterSeconds(1));
        }
        return Arrays.equals(hash, request.hash())
                ? new KnownKey(new StoredAnswer(row.getInt(3), read(row.getString(4)), row.getBytes(5)), null)
                : new KnownKey(null, Refusal.of(IDEMPOTENCY_KEY_REUSED));
    }

    /** False when another request has stored an answer under one of the keys. The caller must then roll back. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean store(List<Answered> answers) {
        if (answers.isEmpty()) {
            return true;
        }
        em.flush(); // a change that the database refuses stores no answer
        int stored = new Columns<>(answers)
                .add("text", a -> a.request().owner().client())
                .add("text", a -> a.request().owner().subject())
                .add("text", a -> a.request().owner().scope())
                .add("text", a -> a.request().key())
                .add("bytea", a -> a.request().hash())
                .add("int2", a -> a.answer().status())
                .add("text", a -> write(a.answer().headers()))
                .add("bytea", a -> a.answer().body())
                .add("text", a -> array(a.named()))
                .update(em.unwrap(Session.class), STORE);
        return stored == answers.size();
    }

    private static String array(Set<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
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
