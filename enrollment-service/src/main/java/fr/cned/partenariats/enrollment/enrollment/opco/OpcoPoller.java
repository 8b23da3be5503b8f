package fr.cned.partenariats.enrollment.enrollment.opco;

import fr.cned.partenariats.commons.base.start.OrderlyStop;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import fr.cned.partenariats.enrollment.enrollment.DossierService;
import fr.cned.partenariats.enrollment.enrollment.OpcoDossier;
import fr.cned.partenariats.enrollment.enrollment.opco.OpcoDossiers.NoAnswer;
import fr.cned.partenariats.enrollment.enrollment.opco.OpcoDossiers.Page;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * Reads the dossiers of each training centre at each of its OPCOs. A poll that ends early goes on with the page that it
 * did not finish. No transaction is open while an OPCO is asked.
 */
@ApplicationScoped
class OpcoPoller {

    private static final Logger LOG = Logger.getLogger(OpcoPoller.class);

    /** An OPCO that answers every page number with the same page ends the poll. */
    private static final int MOST_PAGES_WITHOUT_NEWS = 3;

    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    /** The page with which to begin, when the poll is due. No other instance begins one before the next. */
    private static final String CLAIM = """
            insert into opco_poll as p (opco, centre_id, next_poll_at, next_page) values (:opco, :centre, :next, 1)
            on conflict (opco, centre_id) do update set next_poll_at = excluded.next_poll_at
              where p.next_poll_at <= :now
            returning p.next_page""";

    private static final String KEEP = """
            update opco_poll set next_page = :page, next_poll_at = :next where opco = :opco and centre_id = :centre""";

    private final OpcoSettings settings;
    private final OpcoDossiers opcos;
    private final DossierService dossiers;
    private final Session session;
    private final Clock clock;
    private final Duration every;

    OpcoPoller(
            OpcoSettings settings,
            OpcoDossiers opcos,
            DossierService dossiers,
            Session session,
            Clock clock,
            @ConfigProperty(name = "enrollment.opco.poll-every") Duration every) {
        this.settings = settings;
        this.opcos = opcos;
        this.dossiers = dossiers;
        this.session = session;
        this.clock = clock;
        this.every = every;
    }

    @AllTenants
    @Scheduled(
            every = "${enrollment.opco.look-every}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        ScheduledWork.run("OPCOs are not asked", () -> settings.accesses().forEach(this::pollIfDue));
    }

    private void pollIfDue(OpcoAccess access) {
        Instant next = clock.instant().plus(every);
        QuarkusTransaction.requiringNew()
                .call(() -> session.createNativeQuery(CLAIM, Integer.class)
                        .setParameter("opco", access.opco().name())
                        .setParameter("centre", access.centre())
                        .setParameter("now", clock.instant())
                        .setParameter("next", next)
                        .getResultList())
                .forEach(first -> poll(access, first, next));
    }

    private void poll(OpcoAccess access, int first, Instant next) {
        Set<String> seen = new HashSet<>();
        int withoutNews = 0;
        int number = first;
        try {
            do {
                Page page = opcos.page(access, number);
                List<OpcoDossier> news = page.dossiers().stream()
                        .filter(one -> seen.add(one.key()))
                        .toList();
                follow(access, news);
                withoutNews = news.isEmpty() ? withoutNews + 1 : 0;
                boolean isLast = page.dossiers().isEmpty()
                        || withoutNews == MOST_PAGES_WITHOUT_NEWS
                        || (page.total() > 0 && seen.size() >= page.total());
                number = isLast ? 1 : number + 1;
                keep(access, number, next);
            } while (number > 1 && !OrderlyStop.hasBegun());
        } catch (NoAnswer e) {
            LOG.warnf("the poll of %s ends early: it %s", access, e.getMessage());
            if (e.pauseSeconds > 0) {
                keep(access, number, clock.instant().plusSeconds(Math.min(e.pauseSeconds, LONGEST_PAUSE.toSeconds())));
            }
        }
    }

    /** A state is kept with its amounts, or not at all. */
    private void follow(OpcoAccess access, List<OpcoDossier> reports) throws NoAnswer {
        List<OpcoDossier> recorded = dossiers.recorded(reports);
        if (!recorded.isEmpty()) {
            dossiers.follow(opcos.withAmounts(access, recorded));
        }
    }

    private void keep(OpcoAccess access, int page, Instant next) {
        QuarkusTransaction.requiringNew()
                .run(() -> session.createNativeMutationQuery(KEEP)
                        .setParameter("page", page)
                        .setParameter("next", next)
                        .setParameter("opco", access.opco().name())
                        .setParameter("centre", access.centre())
                        .executeUpdate());
    }
}
