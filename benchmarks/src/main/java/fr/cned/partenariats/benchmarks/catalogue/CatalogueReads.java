package fr.cned.partenariats.benchmarks.catalogue;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.TwoSides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.Nginx;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.benchmarks.sql.Pgbench;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads whose answers are the same for many requests. */
final class CatalogueReads {

    private static final int PGBENCH_CLIENTS = 16;
    private static final int PGBENCH_IDS = 1_000;

    private CatalogueReads() {}

    static Sides byId(Bench bench) {
        Catalogue catalogue = Catalogue.demo(bench);
        return againstFile(catalogue, "/v1/trainings/" + catalogue.ids().get(0), false);
    }

    static Sides notModified(Bench bench) {
        Catalogue catalogue = Catalogue.demo(bench);
        return againstFile(catalogue, "/v1/trainings/" + catalogue.ids().get(0), true);
    }

    static Sides facets(Bench bench) {
        return againstFile(Catalogue.demo(bench), "/v1/trainings/facets", false);
    }

    private static Sides againstFile(Catalogue catalogue, String path, boolean conditional) {
        HttpResponse<byte[]> answer = catalogue.get(path, Map.of());
        Path folder = catalogue.bench().folder("nginx-files");
        Path files = catalogue.bench().folder("nginx-files/root");
        try {
            Files.write(files.resolve("answer.json"), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> headers = conditional
                ? Map.of("If-None-Match", answer.headers().firstValue("ETag").orElseThrow())
                : Map.of();
        Nginx nginx = Nginx.files(folder, Cores.SERVER, files);
        return new TwoSides(
                round -> catalogue
                        .bench()
                        .load()
                        .throughput(catalogue.plan(List.of(path), headers, round.seconds()), catalogue.measured()),
                round -> catalogue
                        .bench()
                        .load()
                        .throughput(
                                LoadPlan.of(
                                        "127.0.0.1",
                                        nginx.port(),
                                        List.of(LoadPlan.Request.get("/answer.json", Map.of())),
                                        round.seconds()),
                                nginx.processes()),
                () -> {
                    nginx.close();
                    catalogue.close();
                });
    }

    static Sides fromDatabase(Bench bench) {
        Catalogue catalogue = Catalogue.large(bench);
        List<String> paths =
                catalogue.ids().stream().map(id -> "/v1/trainings/" + id).toList();
        Pgbench pgbench = new Pgbench(bench.folder("load"), Database.of(catalogue.platform(), ServiceKind.CATALOG));
        String some = String.join(",", catalogue.ids().subList(0, PGBENCH_IDS));
        String script = """
                \\set number random(1, %d)
                select * from training where id = ('{%s}'::uuid[])[:number];
                """.formatted(PGBENCH_IDS, some);
        return new TwoSides(
                round ->
                        bench.load().throughput(catalogue.plan(paths, Map.of(), round.seconds()), catalogue.measured()),
                round -> pgbench.run(script, PGBENCH_CLIENTS, round.seconds(), catalogue.measured()),
                catalogue::close);
    }
}
