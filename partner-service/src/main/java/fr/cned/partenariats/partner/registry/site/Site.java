package fr.cned.partenariats.partner.registry.site;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.partner.registry.partner.Address;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/** A place that hosts students (tiers-lieu). One partner runs it; any number of networks label it. */
@Entity
class Site {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID partnerId;
    private String name;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Address address;

    /** Copied from the address, for the filters of the list. */
    @Column(name = "department")
    private @Nullable String department;

    @Column(name = "region")
    private @Nullable String region;

    private @Nullable Integer hostingCapacity;

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<String> equipment;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Tutor tutor;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Operator operator;

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<Label> labels;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable SiteEnd ending;

    /** Copied from the labels, for the index that finds the sites of a network. */
    @Column(name = "network_ids")
    private UUID[] networkIds;

    protected Site() {}

    static Site create(UUID partnerId, SiteDetails details, Map<UUID, String> networkCodes) {
        Site site = new Site();
        site.id = Ids.next();
        site.partnerId = partnerId;
        site.change(details, networkCodes);
        return site;
    }

    /** @param networkCodes the code of each network that a label names, by id */
    void change(SiteDetails details, Map<UUID, String> networkCodes) {
        name = details.name();
        address = details.address();
        department = address == null ? null : address.department();
        region = address == null ? null : address.region();
        hostingCapacity = details.hostingCapacity();
        equipment = details.equipment();
        tutor = details.tutor();
        operator = details.operator();
        label(details.labels().stream()
                .map(label -> Label.of(label, networkCodes.get(label.networkId())))
                .toList());
    }

    /** Its labels end, too. */
    void end(SiteEnd end) {
        ending = end;
        label(labels.stream()
                .flatMap(label -> label.until(end.endedOn()).stream())
                .toList());
    }

    private void label(List<Label> changed) {
        labels = changed;
        networkIds = labels.stream().map(Label::networkId).distinct().toArray(UUID[]::new);
    }

    SiteDetails details() {
        return new SiteDetails(
                name,
                address,
                hostingCapacity,
                equipment,
                tutor,
                operator,
                labels.stream().map(Label::details).toList());
    }

    UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    UUID partnerId() {
        return partnerId;
    }

    @Nullable
    SiteEnd ending() {
        return ending;
    }

    List<Label> labels() {
        return labels;
    }
}
