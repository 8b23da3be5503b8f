package fr.cned.partenariats.local.service;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The deployable services of the platform. */
public enum ServiceKind {
    PARTNER("partner-service", Optional.of("partner")),
    CATALOG("catalog-service", Optional.of("catalog")),
    ENROLLMENT("enrollment-service", Optional.of("enrollment")),
    GATEWAY("gateway", Optional.empty());

    private final String module;
    private final Optional<String> database;

    ServiceKind(String module, Optional<String> database) {
        this.module = module;
        this.database = database;
    }

    public String module() {
        return module;
    }

    /** The name of the service's database, which is also the name of its database user. The gateway has none. */
    public Optional<String> database() {
        return database;
    }

    public static List<ServiceKind> withDatabase() {
        return Arrays.stream(values())
                .filter(kind -> kind.database().isPresent())
                .toList();
    }

    public static Optional<ServiceKind> ofModule(String module) {
        return Arrays.stream(values())
                .filter(kind -> kind.module.equals(module))
                .findFirst();
    }
}
