package fr.cned.partenariats.gateway;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the gateway. */
@QuarkusMain
public class GatewayMain {

    /** Quarkus would refuse malformed addresses with a bare 400 before the gateway sees them. */
    public static final String LEAVE_ADDRESSES_TO_US = "vertx.disableURIValidation";

    public static void main(String... args) {
        System.setProperty(LEAVE_ADDRESSES_TO_US, "true");
        Quarkus.run(args);
    }
}
