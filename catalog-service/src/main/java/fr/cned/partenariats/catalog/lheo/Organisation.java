package fr.cned.partenariats.catalog.lheo;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** The Cned as an organisation. SIRET and activity number have no default: each installation says its own. */
@ConfigMapping(prefix = "catalog.organisation")
public interface Organisation {

    String name();

    String legalName();

    String siret();

    /** Number of the declaration of activity (NDA). */
    String activityNumber();

    String uai();

    Address address();

    Contact contact();

    interface Address {

        List<String> lines();

        String postalCode();

        String city();

        String department();
    }

    interface Contact {

        String name();

        Optional<String> telephone();

        Optional<String> email();

        Optional<String> web();
    }
}
