package fr.cned.partenariats.local.demo;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ids of the demonstration data, and the outcome of the load. */
public final class LoadedDemo {

    /** The example of the printed lines: BTS management commercial opérationnel in a Campus connecté. */
    static final String EXAMPLE_PARTNER = "campus-connectes";

    static final String EXAMPLE_AGREEMENT = "agreement-campus-connectes";
    static final String EXAMPLE_OFFERING = "offering-bts-mco";

    /** Exists in the full data only. */
    private static final String EXAMPLE_SITE = "site-campus-connecte-01";

    /** The agreement whose OPCO funding is suspended. */
    private static final String LOGIS_AGREEMENT = "agreement-logis-hotels";

    /** The host school of the apprentices. */
    private static final String HOST_SCHOOL = "lycee-hotelier-la-rochelle";

    private final DemoIds ids;
    private final List<String> partnerClients;
    private final int written;
    private final @Nullable String refusal;

    LoadedDemo(DemoIds ids, Collection<String> partnerClients, int written, @Nullable String refusal) {
        this.refusal = refusal;
        this.ids = ids;
        this.partnerClients = List.copyOf(partnerClients);
        this.written = written;
    }

    /** The ids of the partners' clients. */
    public List<String> partnerClients() {
        return partnerClients;
    }

    /** The number of requests that changed something; 0 when all data existed. */
    public int written() {
        return written;
    }

    /** The refusal of the example registration; empty when it would be accepted. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The ids that the printed examples use, by shell variable. */
    public Map<String, UUID> examples() {
        Map<String, UUID> examples = new LinkedHashMap<>();
        examples.put("DEMO_PARTNER_ID", examplePartner());
        examples.put("DEMO_AGREEMENT_ID", exampleAgreement());
        examples.put("DEMO_OFFERING_ID", exampleOffering());
        examples.put("DEMO_LOGIS_AGREEMENT_ID", id(LOGIS_AGREEMENT));
        ids.find(EXAMPLE_SITE).ifPresent(site -> examples.put("DEMO_SITE_ID", site));
        return examples;
    }

    public UUID id(String name) {
        return ids.id(name);
    }

    public UUID examplePartner() {
        return id(EXAMPLE_PARTNER);
    }

    public UUID hostSchool() {
        return id(HOST_SCHOOL);
    }

    public UUID exampleAgreement() {
        return id(EXAMPLE_AGREEMENT);
    }

    public UUID exampleOffering() {
        return id(EXAMPLE_OFFERING);
    }
}
