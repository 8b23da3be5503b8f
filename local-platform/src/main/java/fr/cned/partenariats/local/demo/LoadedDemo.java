package fr.cned.partenariats.local.demo;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The demonstration data as the platform knows them. */
public final class LoadedDemo {

    /** The example of every printed line: BTS management commercial opérationnel in a Campus connecté. */
    static final String EXAMPLE_PARTNER = "campus-connectes";

    static final String EXAMPLE_AGREEMENT = "agreement-campus-connectes";
    static final String EXAMPLE_OFFERING = "offering-bts-mco";

    private final References references;
    private final List<String> partnerClients;
    private final int written;
    private final @Nullable String refusal;

    LoadedDemo(References references, Collection<String> partnerClients, int written, @Nullable String refusal) {
        this.refusal = refusal;
        this.references = references;
        this.partnerClients = List.copyOf(partnerClients);
        this.written = written;
    }

    /** The ids of the clients that partners were given. */
    public List<String> partnerClients() {
        return partnerClients;
    }

    /** How many requests changed something; 0 when all was there. */
    public int written() {
        return written;
    }

    /** Why the example registration would be refused; empty when it would be accepted. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    public UUID id(String name) {
        return references.id(name);
    }

    public UUID examplePartner() {
        return id(EXAMPLE_PARTNER);
    }

    public UUID exampleAgreement() {
        return id(EXAMPLE_AGREEMENT);
    }

    public UUID exampleOffering() {
        return id(EXAMPLE_OFFERING);
    }
}
