package fr.cned.partenariats.enrollment.dashboard;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.DASHBOARD_OFF;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NOT_A_TRAINING_CENTRE;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Connects training centres to the dashboard, each with its own key, and shows what the dashboard does not accept. */
@ApplicationScoped
public class DashboardService implements PersonalDataSource {

    private static final String KIND = "dashboard connection";

    private final DashboardConnections connections;
    private final DashboardRecords records;
    private final DashboardClient client;
    private final Caller caller;
    private final Clock clock;

    DashboardService(
            DashboardConnections connections,
            DashboardRecords records,
            DashboardClient client,
            Caller caller,
            Clock clock) {
        this.connections = connections;
        this.records = records;
        this.client = client;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    Page<DashboardConnectionView> list(PageParams page) {
        return Lists.byId(
                connections,
                new Conditions().equal("id", caller.scope().restrictedTo().orElse(null)),
                page,
                DashboardConnection::view,
                DashboardConnection::id);
    }

    @Transactional
    DashboardConnectionView get(UUID centreId) {
        caller.scope().requireCovers(centreId, KIND);
        return connections
                .findByIdOptional(centreId)
                .orElseThrow(() -> Refusal.of(NOT_FOUND, KIND))
                .view();
    }

    @Transactional
    DashboardConnectionView replace(UUID centreId, String key) {
        caller.scope().requireCovers(centreId, "partner");
        String kind = connections.kindOf(centreId).orElseThrow(() -> Refusal.of(NOT_FOUND, "partner"));
        if (!kind.equals("APPRENTICE_TRAINING_CENTRE")) {
            throw Refusal.of(NOT_A_TRAINING_CENTRE);
        }
        refuseWhenOff();
        DashboardConnection connection = connections.lock(centreId).orElseGet(() -> DashboardConnection.of(centreId));
        connection.setKey(client.encrypt(centreId, key), clock.instant());
        connections.persistAndFlush(connection);
        return connection.view();
    }

    @Transactional
    void delete(UUID centreId) {
        connections.delete(lock(centreId));
    }

    /** The job finds it within its interval. */
    @Transactional
    DashboardConnectionView requestRun(UUID centreId) {
        DashboardConnection connection = lock(centreId);
        refuseWhenOff();
        connection.requestRun(clock.instant());
        connections.flush();
        return connection.view();
    }

    Page<DashboardRecordView> listRecords(UUID centreId, PageParams page) {
        caller.scope().requireCovers(centreId, KIND);
        return Page.of(
                records.faulty(centreId, page.after(UUID.class, centreId).orElse(null), page.fetchSize()),
                page,
                one -> one,
                DashboardRecordView::id,
                centreId);
    }

    private DashboardConnection lock(UUID centreId) {
        caller.scope().requireCovers(centreId, KIND);
        return connections.lock(centreId).orElseThrow(() -> Refusal.of(NOT_FOUND, KIND));
    }

    private void refuseWhenOff() {
        if (!client.isOn()) {
            throw Refusal.of(DASHBOARD_OFF);
        }
    }

    @Override
    public String section() {
        return "dashboardRecords";
    }

    /** Row-level security limits a partner to what it has sent as a training centre. */
    @Override
    public List<?> export(Person person, TenantScope scope) {
        return records.ofStudents(person.studentIds());
    }

    /** The dashboard has no operation that deletes: it must be asked. */
    @Override
    public int erase(Person person) {
        return records.erase(person.studentIds());
    }
}
