package fr.cned.partenariats.commons.http.oeapi;

import io.smallrye.config.ConfigMapping;
import java.util.UUID;

/** The organisation that runs the platform: the root of the organisations of OEAPI. It is no partner. */
@ConfigMapping(prefix = "commons.oeapi.root")
public interface RootOrganisation {

    /** The same in all services and for ever. */
    UUID id();

    String name();

    String shortName();

    String uai();

    String contactEmail();
}
