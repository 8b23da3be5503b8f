package fr.cned.partenariats.enrollment.connection;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.SYSTEM_OFF;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.replica.partner.TrainingCentres;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Connects training centres to outside systems, each with its own key. */
@ApplicationScoped
public class ConnectionService {

    private static final String KIND = "connection";

    private final Connections connections;
    private final ConnectedSystems systems;
    private final TrainingCentres centres;
    private final Caller caller;
    private final Clock clock;

    ConnectionService(
            Connections connections, ConnectedSystems systems, TrainingCentres centres, Caller caller, Clock clock) {
        this.connections = connections;
        this.systems = systems;
        this.centres = centres;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    Page<ConnectionView> list(PageParams page) {
        return Lists.byId(
                connections,
                new Conditions().equal("centreId", caller.scope().restrictedTo().orElse(null)),
                page,
                CentreConnection::view,
                CentreConnection::id);
    }

    @Transactional
    public ConnectionView get(UUID id) {
        return visible(connections.findByIdOptional(id)).view();
    }

    @Transactional
    ConnectionView connect(@Nullable UUID trainingCentreId, OutsideSystem system, String key) {
        UUID centre = centres.acting(trainingCentreId);
        requireOn(system);
        CentreConnection connection =
                connections.lock(centre, system).orElseGet(() -> CentreConnection.of(centre, system));
        connection.setKey(systems.encrypt(connection, key), clock.instant());
        connections.persistAndFlush(connection);
        return connection.view();
    }

    @Transactional
    void delete(UUID id) {
        connections.delete(visible(connections.lock(id)));
    }

    /** The job finds it within its interval. */
    @Transactional
    ConnectionView requestRun(UUID id) {
        CentreConnection connection = visible(connections.lock(id));
        requireOn(connection.system());
        connection.requestRun(clock.instant());
        connections.flush();
        return connection.view();
    }

    private CentreConnection visible(Optional<CentreConnection> found) {
        CentreConnection connection = found.orElseThrow(() -> Refusal.of(NOT_FOUND, KIND));
        caller.scope().requireCovers(connection.centreId(), KIND);
        return connection;
    }

    private void requireOn(OutsideSystem system) {
        if (systems.find(system).isEmpty()) {
            throw Refusal.of(SYSTEM_OFF);
        }
    }
}
