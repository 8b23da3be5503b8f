package fr.cned.partenariats.local.wiring;

import fr.cned.partenariats.local.lifecycle.PrivateFile;
import fr.cned.partenariats.local.service.ServiceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prepares a service that ./run leaves out to run in Quarkus dev mode: a file of mode 600 has its environment, and one
 * shell line starts it. No secret appears in the line, so none appears in the list of processes.
 */
public final class DevMode {

    private final Layout layout;

    public DevMode(Layout layout) {
        this.layout = layout;
    }

    /** Writes the environment of the service. */
    public void write(ServiceKind kind, Map<String, String> environment) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Environment of " + kind.module() + " in dev mode. ./run --without writes this file at each start.");
        new TreeMap<>(environment).forEach((name, value) -> lines.add(name + "=" + quoted(value)));
        PrivateFile.write(file(kind), lines);
    }

    /** The shell line that starts the service from the checkout. Its variables do not stay in the shell. */
    public String command(ServiceKind kind) {
        Path file = file(kind);
        Path shown = file.startsWith(layout.project()) ? layout.project().relativize(file) : file;
        String modules = kind == ServiceKind.GATEWAY ? kind.module() : "service-commons," + kind.module();
        return "(set -a; . %s; exec mvn -pl %s -am quarkus:dev)".formatted(shown, modules);
    }

    Path file(ServiceKind kind) {
        return layout.directory().resolve(kind.module() + ".env");
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
