package fr.cned.partenariats.partner.integration.notice;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.partner.integration.apiclient.KeycloakFailure;
import fr.cned.partenariats.partner.integration.notice.NoticeDigests.Claimed;
import fr.cned.partenariats.partner.integration.notice.NoticeDigests.Item;
import fr.cned.partenariats.partner.integration.notice.NoticeDigests.Outcome;
import fr.cned.partenariats.partner.integration.people.KeycloakPeople;
import fr.cned.partenariats.partner.integration.people.KeycloakPeople.Mailbox;
import fr.cned.partenariats.partner.integration.people.NoticeKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Mails each person what is new: one digest a day, and urgent notices at once. While the mail server or Keycloak is
 * away, mails wait and nothing is in doubt. A mail is repeated once when its answer is not known, with the same {@code
 * Message-ID}.
 */
@ApplicationScoped
@Startup
class NoticeMails {

    private static final Logger LOG = Logger.getLogger(NoticeMails.class);

    /** The first attempt and its repeat. */
    private static final int MOST_UNANSWERED = 2;

    /** Longer than the 60 days before the end of an agreement, of which an event can tell again. */
    static final Duration KEPT = Duration.ofDays(100);

    /** A longer run would look like a job that hangs. The next run goes on. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(2);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 5;

    private final NoticeDigests digests;
    private final MailServer server;
    private final KeycloakPeople people;
    private final LetterWriter writer;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final LocalTime dailyAt;

    private int failures;
    private Instant pausedUntil = Instant.EPOCH;
    private volatile Instant waitingSince = Instant.MAX;
    private volatile boolean stopping;

    NoticeMails(
            NoticeDigests digests,
            MailServer server,
            KeycloakPeople people,
            LetterWriter writer,
            MeterRegistry metrics,
            Clock clock,
            @ConfigProperty(name = "partner.notices.daily-at") LocalTime dailyAt) {
        this.digests = digests;
        this.server = server;
        this.people = people;
        this.writer = writer;
        this.metrics = metrics;
        this.clock = clock;
        this.dailyAt = dailyAt;
        Gauge.builder("notices.waiting.seconds", this, NoticeMails::waitingSeconds)
                .description("How long the oldest mail waits")
                .register(metrics);
        for (Outcome outcome : Outcome.values()) {
            count(outcome, 0);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private double waitingSeconds() {
        return Math.max(0, Duration.between(waitingSince, clock.instant()).toSeconds());
    }

    private void count(Outcome outcome, int mails) {
        Counter.builder("notices.mails")
                .description("Mails that have ended, by their outcome")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(metrics)
                .increment(mails);
    }

    @Scheduled(
            identity = "notices",
            every = "{partner.notices.poll-every}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        if (!server.isOn()) {
            return;
        }
        try {
            digests.create(null);
            if (!LocalTime.now(clock).isBefore(dailyAt)) {
                digests.create(LocalDate.now(clock));
            }
            sendDue();
            waitingSince = digests.waitingSince().orElse(Instant.MAX);
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.warnf("notices wait for the database: %s", e.getMessage());
        }
    }

    /** Deletes old notices and mails. */
    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void purge() {
        digests.purge(clock.instant().minus(KEPT));
    }

    private void sendDue() {
        if (clock.instant().isBefore(pausedUntil)) {
            return;
        }
        long end = System.nanoTime() + LONGEST_RUN.toNanos();
        boolean works = server.greets();
        Optional<Claimed> next = works ? digests.claim() : Optional.empty();
        while (works && next.isPresent()) {
            works = send(next.get());
            boolean goesOn = works && !stopping && System.nanoTime() - end < 0;
            next = goesOn ? digests.claim() : Optional.empty();
        }
        if (works) {
            failures = 0;
            pausedUntil = Instant.EPOCH;
        } else {
            pausedUntil = clock.instant().plus(FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)));
            failures++;
            LOG.warnf("mails wait until %s: the mail server or Keycloak does not answer", pausedUntil);
        }
    }

    /** Returns whether the next mail can follow. */
    private boolean send(Claimed digest) {
        if (digest.unanswered() >= MOST_UNANSWERED) {
            end(digest.id(), Outcome.UNCONFIRMED);
            return true;
        }
        Optional<Mailbox> mailbox;
        try {
            mailbox = people.findMailbox(digest.account());
        } catch (KeycloakFailure away) {
            return false;
        }
        List<Item> items = mailbox.map(found -> readable(digest, found)).orElse(List.of());
        if (mailbox.isEmpty() || items.isEmpty()) {
            end(digest.id(), Outcome.SKIPPED);
            return true;
        }
        Mail mail = writer.write(digest, mailbox.get().firstName(), items);
        digests.begin(digest.id());
        MailServer.Answer answer = server.send(digest.id(), mailbox.get().address(), mail);
        boolean refused = answer == MailServer.Answer.REFUSED;
        if (answer == MailServer.Answer.TAKEN) {
            end(digest.id(), Outcome.SENT);
        } else if (refused && digest.expired()) {
            end(digest.id(), Outcome.REFUSED);
        } else {
            digests.postpone(digest.id(), answer != MailServer.Answer.NONE);
        }
        return refused || answer == MailServer.Answer.TAKEN;
    }

    private List<Item> readable(Claimed digest, Mailbox mailbox) {
        return digests.items(digest.id()).stream()
                .filter(item -> mailbox.administers()
                        || !NoticeKind.valueOf(item.kind()).isForAdministrators())
                .sorted(Comparator.comparing(item -> NoticeKind.valueOf(item.kind())))
                .toList();
    }

    private void end(UUID digest, Outcome outcome) {
        digests.end(digest, outcome);
        count(outcome, 1);
    }
}
