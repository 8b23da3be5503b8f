package fr.cned.partenariats.partner.registry.network;

import fr.cned.partenariats.commons.base.ids.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A family of sites under one label, such as the Campus connectés. */
@Entity
public class Network {

    @Id
    private UUID id;

    @Version
    private long version;

    private String code;
    private String name;

    @Enumerated(EnumType.STRING)
    private @Nullable Initiative initiative;

    private @Nullable Integer foundedIn;
    private @Nullable Integer minWeeklyAttendanceHours;
    private @Nullable Integer declaredSites;

    protected Network() {}

    static Network create(String code, NetworkDetails details) {
        Network network = new Network();
        network.id = Ids.next();
        network.code = code;
        network.change(details);
        return network;
    }

    void change(NetworkDetails details) {
        name = details.name();
        initiative = details.initiative();
        foundedIn = details.foundedIn();
        minWeeklyAttendanceHours = details.minWeeklyAttendanceHours();
        declaredSites = details.declaredSites();
    }

    NetworkDetails details() {
        return new NetworkDetails(name, initiative, foundedIn, minWeeklyAttendanceHours, declaredSites);
    }

    public UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    public String code() {
        return code;
    }
}
