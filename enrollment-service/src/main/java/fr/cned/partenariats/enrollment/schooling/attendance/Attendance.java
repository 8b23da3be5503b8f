package fr.cned.partenariats.enrollment.schooling.attendance;

import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;

/** The hours of one enrollment at one site in one week. Only {@link AttendanceRepository#declare} writes rows. */
@Entity
@Immutable
public class Attendance {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID enrollmentId;
    private UUID siteId;
    private UUID partnerId;
    private LocalDate week;
    private BigDecimal hours;
    private String declaredBy;
    private Instant declaredAt;

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<Declared> history;

    protected Attendance() {}

    /** Hours that a later declaration corrected. */
    public record Declared(BigDecimal hours, Instant at, String by) {

        Declared withVisibleActor(ActorNames actors) {
            return new Declared(hours, at, actors.shown(by));
        }
    }

    AttendanceView view(ActorNames actors) {
        return new AttendanceView(
                id,
                version,
                enrollmentId,
                siteId,
                partnerId,
                new IsoWeek(week).toString(),
                hours,
                actors.shown(declaredBy),
                declaredAt,
                history.stream()
                        .map(declared -> declared.withVisibleActor(actors))
                        .toList());
    }

    UUID id() {
        return id;
    }
}
