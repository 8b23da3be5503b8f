package fr.cned.partenariats.commons.base.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.util.List;

/** Starts a service, if its settings are complete. Otherwise names the missing ones in one line and exits with 1. */
@QuarkusMain
public final class ServiceMain {

    private ServiceMain() {}

    public static void main(String... args) {
        if (isPackaged()) {
            requireSettings();
        }
        Quarkus.run(args);
    }

    @SuppressWarnings("SystemOut") // logging is not configured yet
    private static void requireSettings() {
        List<String> missing =
                RequiredSettings.missingIn(ConfigUtils.configBuilder().build());
        if (!missing.isEmpty()) {
            System.err.println(RequiredSettings.describe(missing));
            System.exit(1);
        }
    }

    /**
     * In dev mode the profile is not known before {@code Quarkus.run}, so the values of {@code %dev} would be missing.
     */
    private static boolean isPackaged() {
        return !ServiceMain.class
                .getClassLoader()
                .getClass()
                .getName()
                .startsWith("io.quarkus.bootstrap.classloading.");
    }
}
