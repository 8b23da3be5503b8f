package fr.cned.partenariats.enrollment.enrollment.opco;

import fr.cned.partenariats.enrollment.connection.ConnectedSystem;
import fr.cned.partenariats.enrollment.connection.ConnectionRun;
import fr.cned.partenariats.enrollment.connection.NoAnswer;
import fr.cned.partenariats.enrollment.connection.OutsideSystem;
import fr.cned.partenariats.enrollment.enrollment.DossierService;
import fr.cned.partenariats.enrollment.enrollment.OpcoDossier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the dossiers of a training centre at an OPCO. A poll that ended early goes on with the page it did not finish. */
@ApplicationScoped
class OpcoPoller implements ConnectedSystem {

    /** An OPCO that answers every page number with the same page ends the poll. */
    private static final int MOST_PAGES_WITHOUT_NEWS = 3;

    /** Of one poll: the next one goes on. */
    static final int MOST_PAGES = 200;

    private final OpcoSettings settings;
    private final ConvergenceApi api;
    private final DossierService dossiers;
    private final Duration every;

    OpcoPoller(
            OpcoSettings settings,
            ConvergenceApi api,
            DossierService dossiers,
            @ConfigProperty(name = "enrollment.opco.poll-every") Duration every) {
        this.settings = settings;
        this.api = api;
        this.dossiers = dossiers;
        this.every = every;
    }

    @Override
    public boolean isOn(OutsideSystem system) {
        return settings.find(system.name()).isPresent();
    }

    @Override
    public Instant next(Instant now) {
        return now.plus(every);
    }

    @Override
    public void run(ConnectionRun run) throws NoAnswer {
        OpcoAccess access = settings.find(run.system.name()).orElseThrow();
        Set<String> seen = new HashSet<>();
        int withoutNews = 0;
        int pages = 0;
        do {
            List<OpcoDossier> page = api.page(access, run.key, run.page);
            List<OpcoDossier> news =
                    page.stream().filter(one -> seen.add(one.key())).toList();
            follow(run, access, news);
            withoutNews = news.isEmpty() ? withoutNews + 1 : 0;
            boolean isLast = page.isEmpty() || withoutNews == MOST_PAGES_WITHOUT_NEWS;
            run.page = isLast ? 1 : run.page + 1;
        } while (run.page > 1 && ++pages < MOST_PAGES && run.hasTime());
    }

    /** A state is kept with its amounts, or not at all. What was followed stays, when the time of the run ends. */
    private void follow(ConnectionRun run, OpcoAccess access, List<OpcoDossier> reports) throws NoAnswer {
        List<OpcoDossier> recorded = dossiers.recorded(
                run.centreId,
                reports.stream().filter(one -> one.state() != null).toList());
        for (int from = 0; from < recorded.size(); from += ConvergenceApi.MOST_NUMBERS) {
            run.requireTime();
            int to = Math.min(recorded.size(), from + ConvergenceApi.MOST_NUMBERS);
            dossiers.follow(run.centreId, api.withAmounts(access, run.key, recorded.subList(from, to)));
        }
    }
}
