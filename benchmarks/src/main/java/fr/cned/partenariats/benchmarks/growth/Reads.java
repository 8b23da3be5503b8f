package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.rows.Population;
import fr.cned.partenariats.benchmarks.rows.Registrar;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Reads of partners: own enrollments and students, by id and as lists. */
final class Reads {

    private static final int IDS_PER_PARTNER = 10;
    private static final int SEED = 7;

    private static final String ENROLLMENTS = "select id from enrollment where partner_id = ? order by id limit ?";
    private static final String STUDENTS =
            "select id from student where partner_id = ? and erased_at is null order by id limit ?";

    private Reads() {}

    static List<LoadPlan.Request> of(Bench bench, Volume volume, LocalPlatform platform) {
        Population population = Rows.population(bench, volume);
        Database database = Database.of(platform, ServiceKind.ENROLLMENT);
        Tokens tokens = new Tokens(platform);
        List<LoadPlan.Request> requests = new ArrayList<>();
        for (Registrar registrar : population.registrars()) {
            Map<String, String> headers = Map.of("Authorization", tokens.bearer(registrar.client()));
            List<String> enrollments = database.texts(ENROLLMENTS, registrar.partner(), IDS_PER_PARTNER);
            List<String> students = database.texts(STUDENTS, registrar.partner(), IDS_PER_PARTNER);
            for (int i = 0; i < IDS_PER_PARTNER; i++) {
                for (String path : List.of(
                        "/v1/enrollments/" + enrollments.get(i % enrollments.size()),
                        "/v1/students/" + students.get(i % students.size()),
                        "/v1/enrollments?limit=20",
                        "/v1/enrollments?limit=20&state=ACTIVE")) {
                    requests.add(LoadPlan.Request.get(path, headers));
                }
            }
        }
        Collections.shuffle(requests, new Random(SEED)); // partners take turns
        return requests;
    }
}
