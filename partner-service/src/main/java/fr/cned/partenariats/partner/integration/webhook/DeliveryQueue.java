package fr.cned.partenariats.partner.integration.webhook;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.trace.RequestTrace;
import fr.cned.partenariats.commons.events.consumer.ReceivedEvent;
import fr.cned.partenariats.commons.events.consumer.Subscriber;
import fr.cned.partenariats.commons.events.consumer.Subscription;
import fr.cned.partenariats.partner.integration.notice.NoticeQueue;
import fr.cned.partenariats.partner.integration.people.NoticeKind;
import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import fr.cned.partenariats.partner.registry.site.HostedEnrollments;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Adds a delivery for each webhook that wants an event. Events come from the topics of changes and from this feature. A
 * topic has one subscription in a service, so this one also adds notices, and keeps the enrollments at sites.
 */
@ApplicationScoped
class DeliveryQueue implements Subscriber {

    /** Older events are not sent. Deliveries are kept longer, so a repeated event finds its delivery. */
    private static final Duration OLDEST = Duration.ofDays(30);

    /** Does nothing for an event that the webhook has already, so a repeated event adds nothing. */
    private static final String INSERT = """
            insert into webhook_delivery (id, webhook_id, partner_id, event_type, object_id, sequence, body, outcome,
              created_at, due_since, next_attempt_at, attempts, traceparent)
            select c.id, c.webhook_id, c.partner_id, c.event_type, c.object_id, c.sequence, c.body, 'PENDING',
              ?, ?, ?, 0, c.traceparent
            from unnest(?, ?, ?, ?, ?, ?, ?, ?)
              as c (id, webhook_id, partner_id, event_type, object_id, sequence, body, traceparent)
            on conflict (object_id, webhook_id, event_type, sequence) do nothing""";

    /** An enrollment loses its reference when its student is erased. */
    private static final String FORGET_REFERENCES = """
            update webhook_delivery set body = cast(cast(body as jsonb) #- '{data,reference}' as text)
            where object_id = any (:objects) and body like '%"reference":%'""";

    private final HostedEnrollments hosted;
    private final NoticeQueue notices;
    private final EntityManager em;
    private final WebhookRepository webhooks;
    private final ObjectMapper json;
    private final Event<DeliveriesDue> due;
    private final Clock clock;

    DeliveryQueue(
            HostedEnrollments hosted,
            NoticeQueue notices,
            EntityManager em,
            WebhookRepository webhooks,
            ObjectMapper json,
            Event<DeliveriesDue> due,
            Clock clock) {
        this.hosted = hosted;
        this.notices = notices;
        this.em = em;
        this.webhooks = webhooks;
        this.json = json;
        this.due = due;
        this.clock = clock;
    }

    private record Row(UUID id, Webhook webhook, WebhookEvent event, String body) {}

    @Override
    public List<Subscription<?>> subscriptions() {
        return List.of(
                new Subscription<>(
                        "enrollment.enrollments.v1",
                        EnrollmentChanged.class,
                        EnrollmentChanged.TYPE,
                        this::onEnrollments),
                new Subscription<>(
                        "partner.agreements.v1", AgreementChanged.class, AgreementChanged.TYPE, this::onAgreements),
                to("enrollment.attendance-alerts.v1", WebhookSubject.ATTENDANCE_ALERT),
                to("enrollment.transmission-alerts.v1", WebhookSubject.TRANSMISSION_ALERT),
                to("enrollment.import-jobs.v1", WebhookSubject.IMPORT_JOB),
                to("enrollment.students.v1", WebhookSubject.STUDENT),
                to("enrollment.apprenticeship-contracts.v1", WebhookSubject.APPRENTICESHIP_CONTRACT));
    }

    private Subscription<ObjectChanged> to(String topic, WebhookSubject subject) {
        return new Subscription<>(topic, ObjectChanged.class, subject.ceType(), events -> add(events, subject));
    }

    private void onEnrollments(List<ReceivedEvent<EnrollmentChanged>> events) {
        Collection<EnrollmentChanged> newest =
                ReceivedEvent.newest(events, EnrollmentChanged::id, EnrollmentChanged::revision);
        hosted.store(newest.stream().map(EnrollmentChanged::hosted).toList());
        notices.replace(
                EnrollmentChanged.NOTICES, newest, EnrollmentChanged::id, enrollment -> enrollment.notices(clock));
        add(events.stream()
                .flatMap(event -> event.body().events(event.traceparent()))
                .toList());
    }

    private void onAgreements(List<ReceivedEvent<AgreementChanged>> events) {
        notices.replace(
                Set.of(NoticeKind.AGREEMENT_ENDS),
                ReceivedEvent.newest(events, AgreementChanged::id, AgreementChanged::revision),
                AgreementChanged::id,
                agreement -> agreement.notices(clock));
        add(events.stream()
                .map(event -> event.body().event(event.traceparent()))
                .toList());
    }

    private void add(List<ReceivedEvent<ObjectChanged>> events, WebhookSubject subject) {
        subject.noticeKind()
                .ifPresent(kind -> notices.replace(
                        Set.of(kind),
                        ReceivedEvent.newest(events, ObjectChanged::id, ObjectChanged::revision),
                        ObjectChanged::id,
                        changed -> changed.notices(kind)));
        add(events.stream()
                .flatMap(event -> event.body().events(subject, event.traceparent()))
                .toList());
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void add(List<WebhookEvent> events) {
        Instant oldest = clock.instant().minus(OLDEST);
        List<WebhookEvent> recent =
                events.stream().filter(event -> event.at().isAfter(oldest)).toList();
        Set<UUID> partnerIds =
                recent.stream().flatMap(event -> event.partnerIds().stream()).collect(toSet());
        List<Webhook> candidates = webhooks.listOf(partnerIds);
        List<Row> rows = new ArrayList<>();
        for (WebhookEvent event : recent) {
            for (Webhook webhook : candidates) {
                if (webhook.wants(event)) {
                    rows.add(new Row(Ids.next(), webhook, event, body(event)));
                }
            }
        }
        if (!rows.isEmpty()) {
            insert(rows);
        }
        forgetReferences(events);
    }

    /** An erased enrollment has no reference any more, also not in what the same batch has told of it before. */
    private void forgetReferences(List<WebhookEvent> events) {
        Map<UUID, WebhookEvent> last = new HashMap<>();
        events.stream()
                .filter(event -> event.type().equals(EventTypes.ENROLLMENT_CHANGED))
                .forEach(event -> last.put(event.objectId(), event));
        UUID[] objects = last.values().stream()
                .filter(event -> event.reference() == null)
                .map(WebhookEvent::objectId)
                .toArray(UUID[]::new);
        if (objects.length > 0) {
            em.createNativeQuery(FORGET_REFERENCES)
                    .setParameter("objects", objects)
                    .executeUpdate();
        }
    }

    /** A test of one webhook, which no subscription restricts. */
    @Transactional(Transactional.TxType.MANDATORY)
    UUID addPing(Webhook webhook) {
        UUID id = Ids.next();
        WebhookEvent ping = new WebhookEvent(
                EventTypes.PING,
                id,
                0,
                clock.instant(),
                Set.of(webhook.partnerId()),
                null,
                null,
                webhook.state().name(),
                "/v1/webhooks/" + webhook.id(),
                null,
                RequestTrace.current());
        insert(List.of(new Row(id, webhook, ping, body(ping))));
        return id;
    }

    private String body(WebhookEvent event) {
        try {
            return json.writeValueAsString(event.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is plain data", e);
        }
    }

    private void insert(List<Row> rows) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        em.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (int i = 1; i <= 3; i++) {
                    insert.setObject(i, now);
                }
                new Columns<>(rows)
                        .add("uuid", Row::id)
                        .add("uuid", row -> row.webhook().id())
                        .add("uuid", row -> row.webhook().partnerId())
                        .add("text", row -> row.event().type())
                        .add("uuid", row -> row.event().objectId())
                        .add("bigint", row -> row.event().sequence())
                        .add("text", Row::body)
                        .add("text", row -> row.event().traceparent())
                        .bind(insert, 4);
                insert.executeUpdate();
            }
        });
        due.fire(new DeliveriesDue(rows.stream().map(row -> row.webhook().id()).collect(toSet())));
    }
}
