package fr.cned.partenariats.enrollment.dashboard;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.connection.ConnectionService;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Shows what the dashboard does not accept. */
@ApplicationScoped
public class DashboardService implements PersonalDataSource {

    private final ConnectionService connections;
    private final DashboardRecords records;

    DashboardService(ConnectionService connections, DashboardRecords records) {
        this.connections = connections;
        this.records = records;
    }

    Page<DashboardRecordView> listRecords(UUID connectionId, PageParams page) {
        UUID visible = connections.get(connectionId).id();
        return Page.of(
                records.faulty(visible, page.after(UUID.class, visible).orElse(null), page.fetchSize()),
                page,
                one -> one,
                DashboardRecordView::id,
                visible);
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
