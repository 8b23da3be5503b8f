package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.CatalogProblem.OFFERING_ENDED;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.catalog.replica.PartnerFilter;
import fr.cned.partenariats.catalog.replica.RegistryNames;
import fr.cned.partenariats.catalog.training.TrainingService;
import fr.cned.partenariats.catalog.training.TrainingView;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.base.start.OrderlyStop;
import fr.cned.partenariats.commons.base.start.ServiceStopping;
import fr.cned.partenariats.commons.changelog.ChangeFeed;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.changelog.ChangeSource;
import fr.cned.partenariats.commons.changelog.ChangedObject;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Creates, changes and reads offerings, and closes them on the day after their last one. */
@ApplicationScoped
public class OfferingService implements ChangeSource<OfferingView> {

    private static final Logger LOG = Logger.getLogger(OfferingService.class);

    private final OfferingRepository offerings;
    private final TrainingService trainings;
    private final MergePatch patches;
    private final ChangeFeed feed;
    private final PartnerFilter partnerFilter;
    private final RegistryNames names;
    private final ProblemRenderer problems;
    private final ChangeRecorder recorder;
    private final Clock clock;

    OfferingService(
            OfferingRepository offerings,
            TrainingService trainings,
            MergePatch patches,
            ChangeFeed feed,
            PartnerFilter partnerFilter,
            RegistryNames names,
            ProblemRenderer problems,
            ChangeRecorder recorder,
            Clock clock) {
        this.offerings = offerings;
        this.trainings = trainings;
        this.patches = patches;
        this.feed = feed;
        this.partnerFilter = partnerFilter;
        this.names = names;
        this.problems = problems;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Transactional
    public OfferingView create(OfferingDetails details) {
        trainings.lockCatalogue();
        Map<UUID, TrainingView> known = trainings.findAll(Set.of(details.trainingId()));
        Offering offering = planned(details, known);
        offerings.persist(offering);
        return storedView(offering).withWarnings(problems.warnings(unknownNetworks(details)));
    }

    /** Creates and opens all offerings, or none when one is refused. */
    @Transactional
    public List<OfferingView> createAll(List<OfferingDetails> batch) {
        trainings.lockCatalogue();
        Map<UUID, TrainingView> known = trainings.findAll(
                batch.stream().map(OfferingDetails::trainingId).collect(Collectors.toSet()));
        Set<String> unknown = names.unknownNetworks(batch.stream()
                .flatMap(details -> details.networksByPointer().values().stream())
                .collect(Collectors.toSet()));
        List<Offering> created = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            try {
                Offering offering = planned(batch.get(i), known);
                Refusal.refuse(OfferingRules.unknownNetworks(batch.get(i), unknown));
                offering.transitionTo(OfferingState.OPEN);
                created.add(offering);
            } catch (Refusal refusal) {
                throw refusal.under("/offerings/" + i);
            }
        }
        offerings.persist(created);
        offerings.flush(); // sets the revisions that the answer shows
        return created.stream().map(offering -> OfferingView.of(offering, null)).toList();
    }

    private static Offering planned(OfferingDetails details, Map<UUID, TrainingView> known) {
        TrainingView training = known.get(details.trainingId());
        if (training == null) {
            throw Refusal.invalid(new Violation("/trainingId", NOT_FOUND, "training"));
        }
        OfferingRules.requireOffered(training, details);
        return Offering.planned(Ids.next(), training.details().code(), details);
    }

    private List<Violation> unknownNetworks(OfferingDetails details) {
        return OfferingRules.unknownNetworks(
                details, names.unknownNetworks(details.networksByPointer().values()));
    }

    @Transactional
    public OfferingView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        trainings.lockCatalogue();
        Offering offering = require(id);
        expected.check(offering.revision());
        Map<String, String> before = offering.details().networksByPointer();
        offering.update(patches.apply(offering.details(), patch, OfferingDetails.class));
        List<Violation> unknown = unknownNetworks(offering.details());
        if (offering.state() == OfferingState.OPEN
                && !offering.details().networksByPointer().equals(before)) {
            Refusal.refuse(unknown);
        }
        return storedView(offering).withWarnings(problems.warnings(unknown));
    }

    @Transactional
    public OfferingView open(UUID id) {
        trainings.lockCatalogue();
        Offering offering = require(id);
        offering.transitionTo(OfferingState.OPEN);
        Refusal.refuse(unknownNetworks(offering.details()));
        LocalDate lastDay = offering.details().endsOn();
        if (lastDay.isBefore(LocalDate.now(clock))) {
            throw Refusal.of(OFFERING_ENDED, lastDay.toString());
        }
        trainings
                .findAll(Set.of(offering.trainingId()))
                .values()
                .forEach(training -> OfferingRules.requireOffered(training, offering.details()));
        return storedView(offering);
    }

    /** Closes the open offerings whose last day has passed. Each has its own transaction. */
    @Scheduled(
            identity = "offering-calendar",
            every = "{catalog.offering-calendar.every}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void closeEnded() {
        try {
            QuarkusTransaction.requiringNew()
                    .call(() -> offerings.findOpenEndedBefore(LocalDate.now(clock)))
                    .forEach(id -> QuarkusTransaction.requiringNew().run(() -> closeIfEnded(id)));
        } catch (RuntimeException e) {
            if (OrderlyStop.hasBegun()) {
                throw new ServiceStopping("the first run after the next start closes the offerings", e);
            }
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.warnf("no offering is closed, the database is not available: %s", e.getMessage());
        }
    }

    private void closeIfEnded(UUID id) {
        recorder.actAsService("calendar");
        trainings.lockCatalogue();
        Offering offering = require(id);
        if (offering.state() == OfferingState.OPEN
                && offering.details().endsOn().isBefore(LocalDate.now(clock))) {
            offering.transitionTo(OfferingState.CLOSED);
        }
    }

    /** For states without further conditions. */
    @Transactional
    public OfferingView transition(UUID id, OfferingState next) {
        trainings.lockCatalogue();
        Offering offering = require(id);
        offering.transitionTo(next);
        return storedView(offering);
    }

    /** @param named the partner whose terms are asked for; a partner's own terms need no name */
    public OfferingView get(UUID id, @Nullable UUID named) {
        @Nullable UUID partnerId = partnerFilter.partnerOf(named);
        return PartnerFilter.inScope(partnerId, () -> offerings.findWithPlaces(id, partnerId))
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "offering"));
    }

    public Page<OfferingView> list(OfferingFilter filter, PageParams page) {
        var after = page.after(UUID.class, filter);
        var rows = PartnerFilter.inScope(
                partnerFilter.partnerOf(filter.partnerId), () -> offerings.page(filter, after.orElse(null), page));
        return Page.of(rows, page, row -> row, OfferingView::id, filter);
    }

    /** Those that have offerings, in their order. */
    public List<String> academicYears() {
        return offerings.academicYears();
    }

    @Transactional
    public ChangeFeedPage<OfferingView> listChanges(ChangeFeedParams params) {
        return feed.read(this, TenantScope.ALL, params);
    }

    @Override
    public String objectType() {
        return "offering";
    }

    @Override
    public List<ChangedObject<OfferingView>> listAfter(UUID id, TenantScope scope, int size) {
        return changed(offerings.listAfter(id, size));
    }

    @Override
    public List<ChangedObject<OfferingView>> find(Collection<UUID> ids, TenantScope scope) {
        return changed(offerings.findWithPlaces(ids));
    }

    private static List<ChangedObject<OfferingView>> changed(List<OfferingView> rows) {
        return rows.stream()
                .map(offering -> ChangedObject.shown(offering.id(), offering))
                .toList();
    }

    private Offering require(UUID id) {
        Offering offering = offerings.findById(id);
        if (offering == null) {
            throw Refusal.of(NOT_FOUND, "offering");
        }
        return offering;
    }

    private OfferingView storedView(Offering offering) {
        offerings.flush(); // sets the revision that the answer shows
        return offerings.findWithPlaces(offering.id()).orElseThrow();
    }
}
