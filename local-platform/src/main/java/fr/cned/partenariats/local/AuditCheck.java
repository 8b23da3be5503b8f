package fr.cned.partenariats.local;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.ProcessLedger;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Layout;
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

/**
 * Verifies the audit trail of each service and prints one line for each, which names the first broken row, or rows whose
 * revision has no entry.
 */
final class AuditCheck {

    private static final Pattern ANCHOR = Pattern.compile("audit chain position=(\\d+) hash=([0-9a-f]{64})");
    private static final String VERIFY = """
            select fault is null and unlogged.rows is null as whole, case
              when fault is not null
              then format('BROKEN at position %s, entry %s: %s', broken_position, broken_entry, fault)
              when unlogged.rows is not null
              then format('INCOMPLETE, rows whose revision has no entry: %s', unlogged.rows)
              else format('whole: %s sealed, %s waiting, anchor %s, head %s', sealed, waiting, anchor, head_hash)
              end as verdict
            from (values (cast(? as bigint), cast(? as text))) log (anchor, hash), audit_verify(anchor, hash),
              (select string_agg(format('%s %s, revision %s', u.object_type, u.object_id, u.revision), '; ') as rows
               from (select * from audit_unlogged() limit 10) u) unlogged""";

    private final Layout layout;

    AuditCheck(Layout layout) {
        this.layout = layout;
    }

    /** @return 0 when each trail is complete, else 1 */
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
        String server = new ProcessLedger(layout.runDirectory())
                .entry("postgresql")
                .map(ProcessLedger.Entry::address)
                .orElseThrow(() -> new PlatformFailure("Nothing runs. Start everything with ./run."));
        String url = server + "/" + kind.database().orElseThrow();
        try (Connection connection = DriverManager.getConnection(url, "postgres", password);
                PreparedStatement verify = connection.prepareStatement(VERIFY)) {
            verify.setLong(1, anchor.position());
            verify.setString(2, anchor.hash());
            try (ResultSet verdict = verify.executeQuery()) {
                verdict.next();
                System.out.println("%-20s %s".formatted(kind.module(), verdict.getString("verdict")));
                return verdict.getBoolean("whole") ? 0 : 1;
            }
        } catch (SQLException e) {
            throw new PlatformFailure(
                    "The audit trail of " + kind.module() + " could not be read: " + e.getMessage()
                            + ". Start the platform with ./run, then try again.",
                    e);
        }
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
