package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ATTEMPTS_OF_THE_DAY;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Refuses requests of a partner that has filled its day: each attempt is kept as a row. A job finds these partners, so
 * that a request costs no statement. A partner exceeds its day by what it sends between two runs of the job.
 */
@ApplicationScoped
class AttemptsOfTheDay {

    /**
     * The counts are cheap to read and have what leaves no row, too, so they choose the partners whose rows are counted.
     * The rows of files have a limit of their own.
     */
    private static final String FULL = """
            select c.partner_id
            from (select partner_id, attempts from transmission_day where sent_on = :today
                  union all
                  select partner_id, attempts from transmission_delta where sent_on = :today) c
            where c.partner_id is not null and not c.partner_id = any(:known)
            group by c.partner_id
            having sum(c.attempts) >= :most and :most = (
              select count(*) from (
                select from transmission_attempt a
                where a.partner_id = c.partner_id and a.at >= :start and a.import_id is null limit :most) sent)""";

    private static final Logger LOG = Logger.getLogger(AttemptsOfTheDay.class);

    private final EntityManager em;
    private final Clock clock;
    private final int most;
    private volatile Full full;

    private record Full(LocalDate day, Set<UUID> partners) {}

    AttemptsOfTheDay(
            EntityManager em,
            Clock clock,
            @ConfigProperty(name = "enrollment.transmissions.attempts-per-day") int most) {
        this.em = em;
        this.clock = clock;
        this.most = most;
        full = new Full(LocalDate.MIN, Set.of());
    }

    void requireRoom(UUID partner) {
        Full known = full;
        if (!known.partners().contains(partner)) {
            return;
        }
        ZonedDateTime next = known.day().plusDays(1).atStartOfDay(clock.getZone());
        long seconds = Duration.between(clock.instant(), next).plusSeconds(1).toSeconds();
        if (seconds > 0) {
            throw Refusal.of(
                            ATTEMPTS_OF_THE_DAY,
                            Integer.toString(most),
                            next.toLocalDate().toString())
                    .retryAfterSeconds((int) seconds);
        }
    }

    @AllTenants
    @Scheduled(
            every = "${enrollment.transmissions.fold-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void find() {
        LocalDate today = LocalDate.now(clock);
        Set<UUID> known = full.day().equals(today) ? full.partners() : Set.of();
        ScheduledWork.run("the attempts of the day are not checked", () -> {
            List<?> found = QuarkusTransaction.requiringNew()
                    .call(() -> em.createNativeQuery(FULL, UUID.class)
                            .setParameter("today", today)
                            .setParameter(
                                    "start", today.atStartOfDay(clock.getZone()).toOffsetDateTime())
                            .setParameter("known", known.toArray(UUID[]::new))
                            .setParameter("most", most)
                            .getResultList());
            found.forEach(partner -> LOG.warnf("partner %s has sent the %d attempts of a day", partner, most));
            full = new Full(
                    today,
                    Stream.concat(known.stream(), found.stream().map(UUID.class::cast))
                            .collect(Collectors.toUnmodifiableSet()));
        });
    }
}
