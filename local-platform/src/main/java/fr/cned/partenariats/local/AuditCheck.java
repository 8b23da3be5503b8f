package fr.cned.partenariats.local;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.postgres.PostgresServer;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Layout;
import fr.cned.partenariats.local.wiring.Ports;
import fr.cned.partenariats.local.wiring.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Verifies the audit trail of each service and prints one line for each, which names the first broken row. */
final class AuditCheck {

    private static final Pattern ANCHOR = Pattern.compile("audit chain position=(\\d+) hash=([0-9a-f]{64})");
    private static final String VERIFY =
            "select sealed, waiting, head_hash, broken_position, broken_entry, fault from audit_verify(?, ?)";

    private final Layout layout;
    private final int port;

    AuditCheck(Layout layout, Settings settings) {
        this.layout = layout;
        this.port = settings.ports().of(Ports.Port.POSTGRESQL);
    }

    /** @return 0 when each chain is complete, else 1 */
    int run() {
        String password = new Secrets(layout.secrets()).databaseSuperuser();
        int exit = 0;
        for (ServiceKind kind : ServiceKind.withDatabase()) {
            exit = Math.max(exit, verify(kind, password));
        }
        return exit;
    }

    private int verify(ServiceKind kind, String password) {
        Anchor anchor = lastAnchor(layout.log(kind.module()));
        String url = PostgresServer.jdbcUrl(port, kind.database().orElseThrow());
        try (Connection connection = DriverManager.getConnection(url, "postgres", password);
                PreparedStatement verify = connection.prepareStatement(VERIFY)) {
            verify.setLong(1, anchor.position());
            verify.setString(2, anchor.hash());
            try (ResultSet verdict = verify.executeQuery()) {
                verdict.next();
                String line = line(verdict, anchor);
                System.out.println("%-20s %s".formatted(kind.module(), line));
                return verdict.getString("fault") == null ? 0 : 1;
            }
        } catch (SQLException e) {
            throw new PlatformFailure(
                    "The audit trail of " + kind.module() + " could not be read: " + e.getMessage()
                            + ". Start the platform with ./run, then try again.",
                    e);
        }
    }

    private static String line(ResultSet verdict, Anchor anchor) throws SQLException {
        String fault = verdict.getString("fault");
        if (fault != null) {
            return "BROKEN at position %s, entry %s: %s"
                    .formatted(verdict.getString("broken_position"), verdict.getString("broken_entry"), fault);
        }
        return "whole: %d sealed, %d waiting, anchor %d, head %s"
                .formatted(
                        verdict.getLong("sealed"),
                        verdict.getLong("waiting"),
                        anchor.position(),
                        verdict.getString("head_hash"));
    }

    /** The position and hash of the audit chain that a service logged. */
    record Anchor(long position, String hash) {}

    /** The last anchor in the log of this run; position 0 when the log has none. */
    static Anchor lastAnchor(Path log) {
        if (!Files.exists(log)) {
            return new Anchor(0, "");
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.flatMap(line -> ANCHOR.matcher(line).results())
                    .reduce((first, second) -> second)
                    .map((MatchResult anchor) -> new Anchor(Long.parseLong(anchor.group(1)), anchor.group(2)))
                    .orElse(new Anchor(0, ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
