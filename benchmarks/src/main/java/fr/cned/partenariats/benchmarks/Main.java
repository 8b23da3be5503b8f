package fr.cned.partenariats.benchmarks;

import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.benchmarks.scenarios.Scenarios;
import fr.cned.partenariats.local.lifecycle.FileLease;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.Progress;
import fr.cned.partenariats.local.lifecycle.Resource;
import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs {@code ./run benchmarks} and {@code ./run train}. */
public final class Main {

    private static final int LONGEST_SENTENCE = 300;
    private static final String TRAIN = "--train";

    private Main() {}

    public static void main(String[] line) {
        fr.cned.partenariats.local.Main.printUtf8();
        int exit = 1;
        try {
            exit = run(Arrays.asList(line));
        } catch (RuntimeException failure) {
            print(failure);
        }
        System.exit(exit);
    }

    private static int run(List<String> line) {
        List<Scenario> known = Scenarios.all();
        if (line.contains("--list")) {
            known.forEach(scenario -> System.out.printf("%-26s %s%n", scenario.name(), scenario.what()));
            return 0;
        }
        boolean train = line.contains(TRAIN);
        Arguments arguments =
                Arguments.of(line.stream().filter(word -> !word.equals(TRAIN)).toList());
        List<Scenario> chosen = arguments.choose(known);
        Path project = Layout.enclosingProject();
        Run run = Run.now(project, arguments);
        List<String> order = known.stream().map(Scenario::name).toList();
        boolean failed = false;
        List<Row> rows = new ArrayList<>();
        FileLease lock = FileLease.tryTake(project.resolve(".local/benchmarks/run/lock"))
                .orElseThrow(() -> new PlatformFailure(
                        "Benchmarks run already from this checkout: wait for their end and start again."));
        Runtime.getRuntime().addShutdownHook(new Thread(Programs::endStarted, "benchmarks-end"));
        try (Bench bench = new Bench(project, arguments, new ConsoleProgress())) {
            Programs.endStarted();
            if (train) {
                train(bench);
                return 0;
            }
            Runner runner = new Runner(bench);
            for (Scenario scenario : chosen) {
                List<Row> measured;
                try {
                    measured = runner.run(scenario);
                } catch (RuntimeException failure) {
                    failed = true;
                    System.err.print(scenario.name() + " has no result: ");
                    print(failure);
                    measured = List.of(Row.failed(scenario, oneSentence(project, failure)));
                    bench.stopPlatform(); // the next scenario would measure what the failure has left
                    Programs.endStarted();
                    runner.forgetWarmUp();
                }
                rows.addAll(measured);
                write(page(bench), run, measured, order); // after each scenario: a long run may be stopped
            }
            rows.forEach(row ->
                    System.out.printf("%-26s %-24s %-22s %s%n", row.scenario(), row.ratio(), row.gate(), row.met()));
            if (!rows.isEmpty()) {
                System.out.println("Written to " + project.relativize(page(bench)));
            }
        } finally {
            lock.close();
        }
        return failed ? 1 : 0;
    }

    private static void train(Bench bench) {
        if (!bench.arguments().names().isEmpty()) {
            throw new PlatformFailure("./run train trains all images: leave out "
                    + String.join(" ", bench.arguments().names()) + ".");
        }
        Optional<Path> java = Optional.ofNullable(System.getenv("CNED_JAVA_HOME"))
                .filter(home -> !home.isBlank())
                .map(Path::of);
        bench.trainImages(java, platform -> Scenarios.train(bench, platform));
        System.out.println("The packages of the services have AOT caches. Build the images now.");
    }

    /** For the page: one line, without the folder of this checkout. */
    private static String oneSentence(Path project, RuntimeException failure) {
        String line = PlatformFailure.sentence(failure)
                .replace(project + "/", "")
                .lines()
                .findFirst()
                .orElse("");
        return line.length() > LONGEST_SENTENCE ? line.substring(0, LONGEST_SENTENCE) + "…" : line;
    }

    private static void print(RuntimeException failure) {
        System.err.println(PlatformFailure.sentence(failure));
        if (!PlatformFailure.isExplained(failure)) {
            failure.printStackTrace();
        }
    }

    /** The figures of a quick run mean nothing, so they do not go to the docs. */
    private static Path page(Bench bench) {
        return bench.arguments().quick()
                ? bench.folder("quick").resolve("benchmarks.md")
                : bench.project().resolve("docs/benchmarks.md");
    }

    private static void write(Path page, Run run, List<Row> rows, List<String> order) {
        try {
            String now = Files.exists(page) ? Files.readString(page) : "";
            Report report = new Report(Resource.text("/benchmarks/introduction.md"), now);
            Files.writeString(page, report.with(run, rows, order));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class ConsoleProgress implements Progress {
        @Override
        public void note(String what) {
            System.out.println(what);
        }
    }
}
