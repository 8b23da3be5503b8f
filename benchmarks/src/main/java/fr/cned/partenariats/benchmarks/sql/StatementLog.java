package fr.cned.partenariats.benchmarks.sql;

import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records the statements that a request really runs, from PostgreSQL's log, as a script for pgbench. So the baseline
 * follows the code without a copy of its SQL.
 */
public final class StatementLog {

    private static final Duration SETTLE = Duration.ofMillis(700);
    private static final Pattern ENTRY = Pattern.compile(
            "^\\S+ \\S+ \\S+ \\[(\\d+)\\] (?:LOG:  duration: [0-9.]+ ms  (?:execute [^:]+|statement): (.*)|DETAIL:  [Pp]arameters: (.*)|.*)$");
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+) = (NULL|'(?:[^']|'')*')(?:, )?");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(\\d+)");

    private final Database superuser;
    private final Path log;

    /** @param log the log of PostgreSQL */
    public StatementLog(Database superuser, Path log) {
        this.superuser = superuser;
        this.log = log;
    }

    /**
     * @param request sends the request, once
     * @param marker a text of the statement that matters
     * @return the transaction with that statement, or only the statement when it has none
     */
    public String record(Runnable request, String marker) {
        long before = log.toFile().length();
        superuser.run("alter system set log_min_duration_statement = 0", "select pg_reload_conf()");
        try {
            settle();
            request.run();
            settle();
        } finally {
            superuser.run("alter system reset log_min_duration_statement", "select pg_reload_conf()");
        }
        return script(read(before), marker);
    }

    /** One statement of the log with the values of its parameters. */
    private record Logged(String backend, StringBuilder sql) {

        boolean is(String command) {
            return sql.toString().strip().toLowerCase(Locale.ROOT).startsWith(command);
        }
    }

    static String script(List<String> lines, String marker) {
        List<Logged> statements = statements(lines);
        Logged wanted = statements.stream()
                .filter(statement -> statement.sql().indexOf(marker) >= 0)
                .findFirst()
                .orElseThrow(() -> new PlatformFailure(
                        "The request ran no statement with \"%s\": adapt the benchmark.".formatted(marker)));
        List<Logged> session = statements.stream()
                .filter(statement -> statement.backend().equals(wanted.backend()))
                .toList();
        int at = session.indexOf(wanted);
        int from = at;
        while (from > 0 && !session.get(from).is("begin") && !session.get(from).is("commit")) {
            from--;
        }
        int to = at + 1;
        if (session.get(from).is("begin")) {
            while (to < session.size() && !session.get(to - 1).is("commit")) {
                to++;
            }
        } else {
            from = at;
        }
        StringBuilder script = new StringBuilder();
        session.subList(from, to)
                .forEach(statement -> script.append(statement.sql()).append(";\n"));
        return script.toString();
    }

    private static List<Logged> statements(List<String> lines) {
        List<Logged> statements = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : lines) {
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches()) {
                open.append('\n').append(line.strip()); // a statement of several lines
            } else if (entry.group(2) != null) {
                open = new StringBuilder(entry.group(2));
                statements.add(new Logged(entry.group(1), open));
            } else if (entry.group(3) != null && !statements.isEmpty()) {
                Logged last = statements.get(statements.size() - 1);
                String filled = filled(last.sql().toString(), entry.group(3));
                last.sql().setLength(0);
                last.sql().append(filled);
            } else {
                open = new StringBuilder();
            }
        }
        return statements;
    }

    /** Puts the values in place of $1, $2 and so on. */
    static String filled(String sql, String parameters) {
        List<String> values = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.find()) {
            values.add(parameter.group(2));
        }
        return PLACEHOLDER.matcher(sql).replaceAll(place -> {
            int number = Integer.parseInt(place.group(1));
            return Matcher.quoteReplacement(number <= values.size() ? values.get(number - 1) : place.group());
        });
    }

    private List<String> read(long from) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The other sessions read the changed setting when they are idle. */
    private void settle() {
        Await.quietly(() -> false, SETTLE);
    }
}
