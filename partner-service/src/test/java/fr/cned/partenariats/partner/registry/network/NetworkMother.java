package fr.cned.partenariats.partner.registry.network;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Registers networks for tests, as an officer. Each network has a different code. */
public final class NetworkMother {

    private static final AtomicInteger NEXT = new AtomicInteger();

    private NetworkMother() {}

    public static Map<String, Object> network(String name) {
        Map<String, Object> network = new LinkedHashMap<>();
        network.put("code", "RESEAU_" + NEXT.incrementAndGet());
        network.put("name", name);
        return network;
    }

    /** The id of a new network. */
    public static UUID registeredNetwork() {
        return UUID.fromString(officer()
                .body(network("Réseau (test)"))
                .post("/v1/networks")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }
}
