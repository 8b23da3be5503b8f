package fr.cned.partenariats.local.demo;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The demonstration data as the platform knows them. */
public final class LoadedDemo {

    /** The example of every printed line: BTS management commercial opérationnel in a Campus connecté. */
    private static final String EXAMPLE_PARTNER = "campus-connectes";

    private static final String EXAMPLE_AGREEMENT = "agreement-campus-connectes";
    private static final String EXAMPLE_OFFERING = "offering-bts-mco";

    private final References references;
    private final List<String> partnerClients;
    private final int written;

    LoadedDemo(References references, Collection<String> partnerClients, int written) {
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
