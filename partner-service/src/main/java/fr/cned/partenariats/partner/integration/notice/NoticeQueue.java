package fr.cned.partenariats.partner.integration.notice;

import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.partner.integration.apiclient.FormerSecretEnds;
import fr.cned.partenariats.partner.integration.people.NoticeKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Adds the facts that people are told of. A fact that arrives again adds nothing. */
@ApplicationScoped
public class NoticeQueue {

    /** Older facts are not mailed. Notices are kept longer, so a repeated event finds its notice. */
    static final Duration OLDEST = Duration.ofDays(7);

    private static final Duration BEFORE_THE_END_OF_A_KEY = Duration.ofHours(24);

    private static final String WITHDRAW = """
            delete from notice n where n.object_id = any (:objects)
              and n.kind = any (cast(:kinds as text[]))
              and not exists (select 1 from notice_receipt r where r.notice_id = n.id)""";

    private static final String INSERT = """
            insert into notice (id, partner_id, kind, office, urgent, object_id, sequence, due_at)
            select n.id, n.partner_id, n.kind, n.office, n.urgent, n.object_id, n.sequence, n.due_at
            from unnest(?, ?, ?, ?, ?, ?, ?, ?)
              as n (id, partner_id, kind, office, urgent, object_id, sequence, due_at)
            on conflict (id) do nothing""";

    private final Session session;
    private final Clock clock;

    NoticeQueue(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * Replaces what people have not been told of these objects: a decided hold ends no more.
     *
     * @param kinds the only kinds of the notices
     * @param notices what people are told of an object now
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public <T> void replace(
            Set<NoticeKind> kinds, Collection<T> objects, Function<T, UUID> id, Function<T, List<Notice>> notices) {
        session.createNativeMutationQuery(WITHDRAW)
                .setParameter("objects", objects.stream().map(id).toArray(UUID[]::new))
                .setParameter("kinds", kinds.stream().map(NoticeKind::name).toArray(String[]::new))
                .executeUpdate();
        add(objects.stream().flatMap(one -> notices.apply(one).stream()).toList());
    }

    /** In the transaction of the rotation or revocation. */
    void on(@Observes FormerSecretEnds change) {
        replace(Set.of(NoticeKind.KEY_ENDS), List.of(change), FormerSecretEnds::clientId, this::endOfKey);
    }

    private List<Notice> endOfKey(FormerSecretEnds change) {
        @Nullable Instant end = change.at();
        return end == null || !end.isAfter(clock.instant())
                ? List.of()
                : List.of(Notice.at(NoticeKind.KEY_ENDS, change.partnerId(), change.clientId(), end)
                        .dueBefore(BEFORE_THE_END_OF_A_KEY, clock.instant()));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void add(List<Notice> notices) {
        Instant oldest = clock.instant().minus(OLDEST);
        List<Notice> recent = notices.stream()
                .filter(notice -> notice.dueAt().isAfter(oldest))
                .toList();
        if (recent.isEmpty()) {
            return;
        }
        new Columns<>(recent)
                .add("uuid", Notice::id)
                .add("uuid", Notice::partnerId)
                .add("text", Notice::kind)
                .add("text", notice -> notice.kind().office())
                .add("boolean", notice -> notice.kind().isUrgent())
                .add("uuid", Notice::objectId)
                .add("bigint", Notice::sequence)
                .add("timestamptz", Notice::dueAt)
                .update(session, INSERT);
    }
}
