package fr.cned.partenariats.partner.partner;

import fr.cned.partenariats.commons.ids.Ids;
import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/** An organisation that the Cned works with. Every state change goes through {@link #moveTo}. */
@Entity
public class Partner {

    @Id
    private UUID id;

    @Version
    private long version;

    @Enumerated(EnumType.STRING)
    private PartnerKind kind;

    private String legalName;
    private @Nullable String shortName;
    private @Nullable String uai;
    private @Nullable String siret;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Address address;

    @Basic // else a list is taken for an association, and not looked at for changes
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<Contact> contacts;

    @Enumerated(EnumType.STRING)
    private Relation relation;

    private @Nullable UUID parentId;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable DeclaredSize declaredSize;

    @Enumerated(EnumType.STRING)
    private PartnerState state;

    /** Folded names for {@code ?q=}; the database makes it. */
    @Column(insertable = false, updatable = false)
    private @Nullable String searchText;

    protected Partner() {}

    static Partner create(PartnerDetails details, PartnerState initial) {
        Partner partner = new Partner();
        partner.id = Ids.next();
        partner.state = initial;
        partner.change(details);
        return partner;
    }

    void change(PartnerDetails details) {
        kind = details.kind();
        legalName = details.legalName();
        shortName = details.shortName();
        uai = details.identifiers().uai();
        siret = details.identifiers().siret();
        address = details.address();
        contacts = details.contacts();
        relation = details.relation();
        parentId = details.parentId();
        declaredSize = details.declaredSize();
    }

    void replaceContacts(List<Contact> replacement) {
        contacts = List.copyOf(replacement);
    }

    void moveTo(PartnerState next) {
        if (!state.next().contains(next)) {
            throw Refusal.illegalTransition(state, next, state.next());
        }
        state = next;
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public PartnerKind kind() {
        return kind;
    }

    public String legalName() {
        return legalName;
    }

    @Nullable
    String shortName() {
        return shortName;
    }

    Identifiers identifiers() {
        return new Identifiers(uai, siret);
    }

    @Nullable
    Address address() {
        return address;
    }

    List<Contact> contacts() {
        return contacts;
    }

    public Relation relation() {
        return relation;
    }

    @Nullable
    UUID parentId() {
        return parentId;
    }

    @Nullable
    DeclaredSize declaredSize() {
        return declaredSize;
    }

    public PartnerState state() {
        return state;
    }
}
