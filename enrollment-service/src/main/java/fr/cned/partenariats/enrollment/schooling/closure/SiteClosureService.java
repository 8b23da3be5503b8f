package fr.cned.partenariats.enrollment.schooling.closure;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.propagation.NotYetPropagated;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.security.tenancy.WholeTenantRows;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.schooling.alert.AlertService;
import fr.cned.partenariats.enrollment.schooling.week.EnrollmentLockRepository;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Records and withdraws closed weeks of sites. Each change evaluates the alerts of the students of the site. */
@ApplicationScoped
class SiteClosureService {

    private final SiteClosureRepository closures;
    private final EnrollmentLockRepository enrollments;
    private final AlertService alerts;
    private final WholeTenantRows wholeTenant;
    private final Caller caller;
    private final ActorNames actors;
    private final Clock clock;

    SiteClosureService(
            SiteClosureRepository closures,
            EnrollmentLockRepository enrollments,
            AlertService alerts,
            WholeTenantRows wholeTenant,
            Caller caller,
            ActorNames actors,
            Clock clock) {
        this.closures = closures;
        this.enrollments = enrollments;
        this.alerts = alerts;
        this.wholeTenant = wholeTenant;
        this.caller = caller;
        this.actors = actors;
        this.clock = clock;
    }

    @Transactional
    SiteClosureView create(SiteClosureRequest request) {
        caller.scope().requireSite(request.siteId(), "/siteId");
        UUID partnerId = closures.partnerOfSite(request.siteId())
                .filter(caller.scope()::covers)
                .orElseThrow(() ->
                        NotYetPropagated.or(Refusal.at("/siteId", NOT_FOUND, "site"), request.siteId(), "/siteId"));
        SiteClosure closure = SiteClosure.create(partnerId, request, actors.current(), clock.instant());
        closures.insertOrRefuseSecond(closure);
        evaluate(closure);
        return closure.view(actors);
    }

    @Transactional
    SiteClosureView withdraw(UUID id, String reason) {
        SiteClosure closure =
                closures.lockVisible(id, caller.scope()).orElseThrow(() -> Refusal.of(NOT_FOUND, "site closure"));
        closure.withdraw(reason, actors.current(), clock.instant());
        closures.flush();
        evaluate(closure);
        return closure.view(actors);
    }

    /** A week that has not begun has neither hours nor alerts. */
    private void evaluate(SiteClosure closure) {
        IsoWeek week = closure.week();
        if (week.hasBegunBy(LocalDate.now(clock))) {
            wholeTenant.call(() -> evaluate(closure.siteId(), week));
        }
    }

    /** Also enrollments of other sites that have hours at this one. Returns how many enrollments it concerns. */
    private int evaluate(UUID siteId, IsoWeek week) {
        List<UUID> concerned = alerts.concernedBy(siteId, week);
        if (!concerned.isEmpty()) {
            enrollments.lock(concerned, caller.scope());
            alerts.evaluate(concerned, week);
        }
        return concerned.size();
    }

    @Transactional
    SiteClosureView get(UUID id) {
        TenantScope scope = caller.scope();
        return closures.findByIdOptional(id)
                .filter(closure -> scope.covers(closure.partnerId()))
                .map(closure -> closure.view(actors))
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "site closure"));
    }

    @Transactional
    Page<SiteClosureView> list(SiteClosureFilter filter, PageParams page) {
        return Lists.byId(
                closures, filter.conditions(caller.scope()), page, closure -> closure.view(actors), SiteClosure::id);
    }
}
