package fr.cned.partenariats.parking.space;

import fr.cned.partenariats.commons.base.ids.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
public class Space {

    @Id
    private UUID id;

    @Version
    private long version;

    private String label;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    private int floor;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Size size;

    private @Nullable String note;

    protected Space() {}

    static Space of(SpaceRequest request) {
        Space space = new Space();
        space.id = Ids.next();
        space.change(request);
        return space;
    }

    void change(SpaceRequest request) {
        label = request.label();
        kind = request.kind();
        floor = request.floor();
        size = request.size();
        note = request.note();
    }

    UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    SpaceRequest content() {
        return new SpaceRequest(label, kind, floor, size, note);
    }

    SpaceView view() {
        return new SpaceView(id, version, label, kind, floor, size, note);
    }
}
