package fr.cned.partenariats.partner.site;

import fr.cned.partenariats.commons.ids.Ids;
import fr.cned.partenariats.partner.partner.Address;
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

/** A place where students are hosted (tiers-lieu), run by a partner and labelled by any number of networks. */
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

    /** Of the address, for the filters of the list. */
    @Column(name = "department")
    private @Nullable String department;

    @Column(name = "region")
    private @Nullable String region;

    private @Nullable Integer hostingCapacity;

    @Basic // else a list is taken for an association, and not looked at for changes
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<String> equipment;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Tutor tutor;

    @Basic // else a list is taken for an association, and not looked at for changes
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<Label> labels;

    /** Of the labels, for the index that finds a network's sites. */
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

    /** @param networkCodes of each network that a label names */
    void change(SiteDetails details, Map<UUID, String> networkCodes) {
        name = details.name();
        address = details.address();
        department = address == null ? null : address.department();
        region = address == null ? null : address.region();
        hostingCapacity = details.hostingCapacity();
        equipment = details.equipment();
        tutor = details.tutor();
        labels = details.labels().stream()
                .map(label -> Label.of(label, networkCodes.get(label.networkId())))
                .toList();
        networkIds = labels.stream().map(Label::networkId).distinct().toArray(UUID[]::new);
    }

    /** As it may be changed: without what follows from the address's codes. */
    SiteDetails details() {
        return new SiteDetails(
                name,
                address == null ? null : address.editable(),
                hostingCapacity,
                equipment,
                tutor,
                labels.stream().map(Label::details).toList());
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    UUID partnerId() {
        return partnerId;
    }

    String name() {
        return name;
    }

    @Nullable
    Address address() {
        return address;
    }

    @Nullable
    Integer hostingCapacity() {
        return hostingCapacity;
    }

    List<String> equipment() {
        return equipment;
    }

    @Nullable
    Tutor tutor() {
        return tutor;
    }

    List<Label> labels() {
        return labels;
    }
}
