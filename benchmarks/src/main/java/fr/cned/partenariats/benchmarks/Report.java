package fr.cned.partenariats.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page docs/benchmarks.md. A run replaces the rows of the scenarios that it measured. Other rows stay and keep the
 * run that measured them.
 */
final class Report {

    static final List<String> RUN_COLUMNS = List.of("run", "commit", "machine", "cores", "JDK", "profile", "rounds");
    static final List<String> ROW_COLUMNS =
            List.of("benchmark", "what", "ours", "baseline", "ratio", "gate (stretch)", "met", "remarks", "run");

    private final String introduction;
    private final Map<String, List<String>> runs = new LinkedHashMap<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** @param page the page as it is now; empty when there is none */
    Report(String introduction, String page) {
        this.introduction = introduction;
        for (List<String> cells : tableRows(page)) {
            if (cells.size() == RUN_COLUMNS.size()) {
                runs.put(cells.get(0), cells);
            } else if (cells.size() == ROW_COLUMNS.size()) {
                rows.add(cells);
            }
        }
    }

    /** @param order the names of all scenarios, in the order of the report; rows of other names disappear */
    String with(Run run, List<Row> measured, List<String> order) {
        Set<String> replaced = measured.stream().map(Row::scenario).collect(Collectors.toSet());
        List<List<String>> all = new ArrayList<>();
        for (String name : order) {
            if (replaced.contains(name)) {
                measured.stream()
                        .filter(row -> row.scenario().equals(name))
                        .map(row -> cells(row, run))
                        .forEach(all::add);
            } else {
                rows.stream().filter(cells -> cells.get(0).equals(name)).forEach(all::add);
            }
        }
        runs.put(run.id(), run.cells());
        Set<String> used =
                all.stream().map(cells -> cells.get(cells.size() - 1)).collect(Collectors.toSet());
        List<List<String>> usedRuns = runs.values().stream()
                .filter(cells -> used.contains(cells.get(0)))
                .sorted((one, other) -> one.get(0).compareTo(other.get(0)))
                .toList();
        return introduction.strip() + "\n\n## Results\n\n" + table(ROW_COLUMNS, all) + "\n## Runs\n\n"
                + table(RUN_COLUMNS, usedRuns);
    }

    private static List<String> cells(Row row, Run run) {
        return List.of(
                row.scenario(),
                row.what(),
                row.ours(),
                row.baseline(),
                row.ratio(),
                row.gate(),
                row.met(),
                row.remarks(),
                run.id());
    }

    static String table(List<String> header, List<List<String>> rows) {
        return Stream.concat(
                        Stream.of(header, header.stream().map(column -> "---").toList()), rows.stream())
                .map(cells -> cells.stream()
                        .map(cell -> cell.replace('|', '/').replace('\n', ' '))
                        .collect(Collectors.joining(" | ", "| ", " |\n")))
                .collect(Collectors.joining());
    }

    private static List<List<String>> tableRows(String page) {
        return page.lines()
                .filter(line -> line.startsWith("| ") && line.endsWith(" |"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .filter(cells ->
                        !cells.get(0).equals("---") && !cells.equals(RUN_COLUMNS) && !cells.equals(ROW_COLUMNS))
                .toList();
    }
}
