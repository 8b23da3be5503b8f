package fr.cned.partenariats.catalog.lheo;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.offering.OfferingMother.planned;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.curriculum;
import static fr.cned.partenariats.catalog.training.TrainingMother.draft;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.catalog.CatalogIT;
import fr.cned.partenariats.commons.base.paging.Cursors;
import fr.cned.partenariats.commons.changelog.ChangePosition;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.ConcurrentVersions;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.SqlCount;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@CatalogIT
class LheoExportIT {

    private static final String PATH = "/v1/exports/lheo";
    private static final Pattern FORMATION =
            Pattern.compile("<formation numero=\"([^\"]+)\"( tag=\"supprimee\")?>(.*?)</formation>", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile(
            "<intitule-formation>Version (\\d+)</intitule-formation>|<prix-total-TTC>(\\d+)\\.00</prix-total-TTC>");

    /** More than one batch of rows. */
    private static final int SEVERAL_BATCHES = 500;

    private static final int MANY = 10_000;
    private static final long MEGABYTE = 1024 * 1024;
    private static final long LATE = 40 * MEGABYTE;
    private static final long MOST_MEMORY = 32 * MEGABYTE;

    @Inject
    LheoExport export;

    @TempDir
    Path directory;

    private static Response export(String query) {
        Response answer = Api.anonymous().get(PATH + query);
        answer.then()
                .statusCode(200)
                .contentType(startsWith("application/xml"))
                .header("Cache-Control", "private, no-cache");
        LheoSchema.assertValid(new ByteArrayInputStream(answer.asByteArray()));
        return answer;
    }

    /** By code: the attribute and the content. */
    private static Map<String, MatchResult> formations(Response answer) {
        Map<String, MatchResult> found = new HashMap<>();
        FORMATION.matcher(answer.asString()).results().forEach(formation -> {
            assertThat(found.put(formation.group(1), formation))
                    .as(formation.group(1))
                    .isNull();
        });
        return found;
    }

    private static String code(Map<String, Object> training) {
        return (String) training.get("code");
    }

    @Test
    void everyPublishedTrainingWithAnOfferingIsExportedOnce() {
        Map<String, Object> complete = with(
                with(with(bts("BTS <complet> & « cité »"), "rncp", "RNCP38362"), "objectives", "Vendre."),
                "curriculum",
                curriculum());
        String id = published(complete);
        open(ofTraining(id));
        planned(with(ofTraining(id), "modality", "HYBRID"));
        String cancelled = planned(with(ofTraining(id), "price", Map.of("amount", 3, "currency", "EUR")));
        manager().post("/v1/offerings/" + cancelled + "/cancellation").then().statusCode(200);
        Map<String, Object> withoutOffering = bts("Sans session");
        published(withoutOffering);
        Map<String, Object> draft = bts("Brouillon");
        draft(draft);
        Map<String, Object> archived = bts("Archivée");
        String archivedId = published(archived);
        planned(ofTraining(archivedId));
        manager().post("/v1/trainings/" + archivedId + "/archival").then().statusCode(200);

        Map<String, MatchResult> formations = formations(export(""));

        assertThat(formations).doesNotContainKeys(code(withoutOffering), code(draft), code(archived));
        String formation = formations.get(code(complete)).group(3);
        assertThat(formation.split("<action>", -1)).hasSize(1 + 2);
        assertThat(formation.split("<session ", -1)).hasSize(1 + 2);
        assertThat(formation)
                .contains("<intitule-formation>BTS &lt;complet&gt; &amp; « cité »</intitule-formation>")
                .contains("<prix-total-TTC>1250.00</prix-total-TTC>")
                .contains("<code-bloc>RNCP38362BC01</code-bloc>");
    }

    @Test
    void severalEnrollmentPeriodsAreOneFromTheFirstOpeningToTheLastClosing() {
        Map<String, Object> training = bts("Deux périodes");
        Map<String, Object> offering = with(ofTraining(published(training)), "waitingListSize", 0);
        open(with(
                offering,
                "enrollmentPeriods",
                List.of(
                        Map.of("opensOn", "2026-06-01", "closesOn", "2026-12-24"),
                        Map.of("opensOn", "2026-05-01", "closesOn", "2026-05-31"))));

        assertThat(export("").asString()).contains("<periode><debut>20260501</debut><fin>20261224</fin></periode>");
    }

    @Test
    void anUnchangedCatalogueIsNotSentAgain() {
        String id = published(bts("Inchangée"));
        open(ofTraining(id));
        String tag = export("").header("ETag");
        Api.anonymous()
                .header("If-None-Match", tag)
                .get(PATH)
                .then()
                .statusCode(304)
                .header("ETag", equalTo(tag));
        assertThat(tag).isEqualTo(export("").header("ETag"));
        rename(id, "Changée");
        Api.anonymous().header("If-None-Match", tag).get(PATH).then().statusCode(200);
    }

    @Test
    void aDeltaHasWhatChangedAndNamesWhatWasRemoved() {
        Map<String, Object> changed = bts("Changée");
        String changedId = published(changed);
        open(ofTraining(changedId));
        Map<String, Object> removed = bts("Retirée");
        String removedId = published(removed);
        planned(ofTraining(removedId));
        Map<String, Object> same = bts("Même");
        open(ofTraining(published(same)));
        String cursor = export("").header("Next-Cursor");
        assertThat(Api.anonymous().get(PATH + "?cursor=" + cursor).statusCode()).isEqualTo(204);

        rename(changedId, "Autre titre");
        manager().post("/v1/trainings/" + removedId + "/archival").then().statusCode(200);
        Map<String, Object> secret = bts("Brouillon");
        draft(secret);
        Response delta = export("?cursor=" + cursor);

        Map<String, MatchResult> formations = formations(delta);
        assertThat(formations).containsOnlyKeys(code(changed), code(removed));
        assertThat(formations.get(code(changed)).group(2)).isNull();
        assertThat(formations.get(code(changed)).group(3)).contains("Autre titre");
        assertThat(formations.get(code(removed)).group(2)).isNotNull();
        assertThat(formations.get(code(removed)).group(3))
                .contains("<debut>00000000</debut><fin>99999999</fin>")
                .contains("<etat-recrutement>2</etat-recrutement>")
                .doesNotContain("<session ");
        String next = delta.header("Next-Cursor");
        Api.anonymous().get(PATH + "?cursor=" + next).then().statusCode(204).header("Next-Cursor", equalTo(next));
        open(ofTraining(changedId));
        assertThat(formations(export("?cursor=" + next))).containsOnlyKeys(code(changed));
    }

    @Test
    void aDeltaCanBeginAtAMoment() {
        Map<String, Object> training = bts("Récente");
        open(ofTraining(published(training)));
        assertThat(formations(export("?since=" + Instant.now().minusSeconds(1))))
                .containsKey(code(training));
        Instant yearAgo = Instant.now().minus(Duration.ofDays(365));
        assertThat(formations(export("?since=" + yearAgo))).containsKey(code(training));
        Api.anonymous().get(PATH + "?since=2999-01-01T00:00:00Z").then().statusCode(204);
    }

    /** The log of changes keeps thirteen months. */
    @Test
    void aMomentBeforeTheLogIsRefused() {
        open(ofTraining(published(bts("Ancienne"))));
        Instant tooLongAgo = Instant.now().minus(Duration.ofDays(400));
        Api.anonymous().get(PATH + "?since=" + tooLongAgo).then().spec(problem(410, "cursor-expired"));
        Api.anonymous().get(PATH + "?since=0001-01-01T00:00:00Z").then().spec(problem(410, "cursor-expired"));
        String cursor = export("").header("Next-Cursor");
        Api.anonymous()
                .get(PATH + "?since=0001-01-01T00:00:00Z&cursor=" + cursor)
                .then()
                .statusCode(204);
    }

    @Test
    void aWrongParameterIsRefused() {
        Api.anonymous().get(PATH + "?since=yesterday").then().spec(problem(400, "invalid-parameter"));
        Api.anonymous().get(PATH + "?cursor=x").then().spec(problem(400, "invalid-cursor"));
        Api.anonymous().get(PATH + "?from=2026-01-01").then().spec(problem(400, "unknown-parameter"));
        String lost = Cursors.encode(new ChangePosition(Long.MAX_VALUE, 1), "lheo");
        Api.anonymous().get(PATH + "?cursor=" + lost).then().spec(problem(410, "cursor-expired"));
        String ofAnotherFeed = reader().get("/v1/trainings/changes?cursor=now").path("next");
        Api.anonymous().get(PATH + "?cursor=" + ofAnotherFeed).then().spec(problem(400, "invalid-cursor"));
    }

    @Test
    void theGapsAreNamedInTheLanguageOfTheCaller() {
        String id = published(bts("Lacunaire"));
        JsonNode english = gap(id, "en");
        assertThat(english.path("exported").asBoolean()).isFalse();
        assertThat(english.path("reasons").findValuesAsText("code")).contains("NO_OFFERING", "TEXT_MISSING");
        assertThat(english.path("reasons").findValuesAsText("element")).contains("objectif-formation");
        open(ofTraining(id));
        JsonNode french = gap(id, "fr");
        assertThat(french.path("exported").asBoolean()).isTrue();
        assertThat(french.path("reasons").findValuesAsText("code")).doesNotContain("NO_OFFERING");
        assertThat(french.path("reasons").findValuesAsText("text"))
                .anyMatch(text -> text.startsWith("Ce texte manque"));

        Map<String, Object> complete = with(
                with(with(bts("Complète"), "objectives", "Vendre."), "content", "Cours."), "curriculum", curriculum());
        String completeId = published(complete);
        open(ofTraining(completeId));
        assertThat(gap(completeId, "en").isMissingNode()).isTrue();
    }

    private static JsonNode gap(String training, String language) {
        String cursor = "";
        while (true) {
            JsonNode page = Api.json(manager()
                    .header("Accept-Language", language)
                    .get(PATH + "/gaps?limit=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor)));
            for (JsonNode item : page.path("items")) {
                if (item.path("trainingId").asText().equals(training)) {
                    return item;
                }
            }
            cursor = page.path("next").asText();
            if (cursor.isEmpty()) {
                return page.path("none");
            }
        }
    }

    @Test
    void theExportIsTwoStatementsAndOneWithout() {
        open(ofTraining(published(bts("Comptée"))));
        String tag = export("").header("ETag");
        assertThat(SqlCount.total(SqlCount.least(() -> Api.anonymous().get(PATH))))
                .isEqualTo(2 * SqlCount.SCOPE + 2);
        assertThat(SqlCount.total(SqlCount.least(
                        () -> Api.anonymous().header("If-None-Match", tag).get(PATH))))
                .isEqualTo(SqlCount.SCOPE + 1);
    }

    /** A writer changes titles and prices of all trainings at once, again and again. */
    @Test
    void aDocumentIsOneSnapshotWhileDataChange() {
        try {
            OwnerDatabase.execute("""
                    insert into training (id, version, code, title, family, level, modalities, apprenticeship, provider_ids,
                                          prerequisite_exemptions, rome, formacode, state)
                    select gen_random_uuid(), 0, 'SNAPSHOT-' || n, 'Version 1', 'BTS', 5, '{DISTANCE}', false, '{}', '{}', '{}',
                           '{}', 'PUBLISHED'
                    from generate_series(1, ?) n""", SEVERAL_BATCHES);
            OwnerDatabase.execute("""
                    insert into offering (id, version, training_id, training_code, academic_year, modality, starts_on, ends_on,
                                          capacity, waiting_list_size, price_amount, price_currency,
                                          restricted_to_networks, state)
                    select gen_random_uuid(), 0, t.id, t.code, '2026-2027', 'DISTANCE', '2026-09-01', '2027-06-30', 20, 0, 1,
                           'EUR', '{}', 'OPEN'
                    from training t where t.code like 'SNAPSHOT-%'""");
            ConcurrentVersions.readWhileWriting(
                    version -> OwnerDatabase.execute("""
                            with renamed as (
                              update training set title = 'Version ' || cast(? as text) where code like 'SNAPSHOT-%')
                            update offering set price_amount = ? where training_code like 'SNAPSHOT-%'""", version, version), () -> onlyVersion(formations(export(""))));
        } finally {
            OwnerDatabase.execute("delete from offering where training_code like 'SNAPSHOT-%'");
            OwnerDatabase.execute("delete from training where code like 'SNAPSHOT-%'");
        }
    }

    private static String onlyVersion(Map<String, MatchResult> formations) {
        Set<String> versions = new HashSet<>();
        int found = 0;
        for (MatchResult formation : formations.values()) {
            if (formation.group(1).startsWith("SNAPSHOT-")) {
                for (MatchResult part :
                        VERSION.matcher(formation.group(3)).results().toList()) {
                    versions.add(part.group(1) == null ? part.group(2) : part.group(1));
                    found++;
                }
            }
        }
        assertThat(found).as("a title and a price of each").isEqualTo(2 * SEVERAL_BATCHES);
        assertThat(versions).hasSize(1);
        return versions.iterator().next();
    }

    /** All rows or the whole document would take more. */
    @Test
    @Tag("nightly")
    void tenThousandTrainingsAreAValidDocumentAndNeedLittleMemory() throws IOException, XMLStreamException {
        try {
            OwnerDatabase.execute("""
                    insert into training (id, version, code, title, family, level, rncp, duration_hours, modalities,
                                          apprenticeship, provider_ids, prerequisite_min_level,
                                          prerequisite_exemptions, nsf, rome, formacode, objectives, content,
                                          curriculum, state)
                    select gen_random_uuid(), 0, 'LHEO-' || n, 'Formation « ' || n || ' » & <suite>',
                           case n % 3 when 0 then 'BTS' when 1 then 'LICENCE' else 'OTHER' end, 3 + n % 6,
                           case n % 4 when 0 then 'RNCP' || n when 1 then 'RNCP' || n || 'BC01' end,
                           case n % 2 when 0 then n end, '{DISTANCE,HYBRID}', n % 5 = 0, '{}',
                           case n % 7 when 0 then 4 end, '{}', case n % 2 when 0 then '312' end,
                           '{D1401,D1402,D1403,D1404,D1405,D1406}', '{34582}', repeat('Objectif ', 250),
                           case when n % 11 > 0 then repeat('Contenu ', 300 + n % 200) end,
                           case when n % 3 > 0 then jsonb_build_object(
                             'expectedResults', repeat('Résultat ', 60), 'path', 'INDIVIDUAL',
                             'rhythm', 'À son rythme', 'audiences', jsonb_build_array('80006', '81050'),
                             'languages', jsonb_build_array('fr', 'en'), 'durationMonths', 24,
                             'skillBlocks', jsonb_build_array(
                               jsonb_build_object('code', 'RNCP' || n || 'BC01', 'title', 'Le premier'),
                               jsonb_build_object('code', 'RNCP99999BC02', 'title', U&'\\2003'))) end,
                           'PUBLISHED'
                    from generate_series(1, 10000) n""");
            OwnerDatabase.execute("""
                    insert into offering (id, version, training_id, training_code, academic_year, modality, starts_on, ends_on,
                                          capacity, waiting_list_size, price_amount, price_currency,
                                          restricted_to_networks, state)
                    select gen_random_uuid(), 0, t.id, t.code, '2026-2027', case m when 1 then 'DISTANCE' else 'HYBRID' end,
                           '2026-09-01', '2027-06-30', 20 * (m - 1), 0, 99999 * m, 'EUR', '{}',
                           case m when 1 then 'OPEN' else 'PLANNED' end
                    from training t cross join generate_series(1, 2) m where t.code like 'LHEO-%'""");
            OwnerDatabase.execute("analyze training, offering"); // as autovacuum does later
            Path file = directory.resolve("lheo.xml");
            long before = used();
            MeasuringStream target = new MeasuringStream(new BufferedOutputStream(Files.newOutputStream(file)));
            try (target) {
                export.write(new ChangePosition(0, 0), LheoRepository.Selection.ALL_EXPORTED, target);
            }
            assertThat(target.usedLate).isPositive();
            assertThat(target.usedLate - before).isLessThan(MOST_MEMORY);
            assertThat(formationsOf(file)).isEqualTo(MANY);
            try (InputStream document = Files.newInputStream(file)) {
                LheoSchema.assertValid(document);
            }
        } finally {
            OwnerDatabase.execute("delete from offering where training_code like 'LHEO-%'");
            OwnerDatabase.execute("delete from training where code like 'LHEO-%'");
        }
    }

    private static int formationsOf(Path file) throws IOException, XMLStreamException {
        int found = 0;
        try (InputStream document = Files.newInputStream(file)) {
            XMLStreamReader xml =
                    XMLInputFactory.newDefaultFactory().createXMLStreamReader(document, StandardCharsets.UTF_8.name());
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT
                        && xml.getLocalName().equals("formation")
                        && xml.getAttributeValue(null, "numero").startsWith("LHEO-")) {
                    found++;
                }
            }
        }
        return found;
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Measures the memory once, when most of the document is written. */
    private static final class MeasuringStream extends FilterOutputStream {

        private long written;
        private long usedLate;

        MeasuringStream(OutputStream target) {
            super(target);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count(1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            count(length);
        }

        private void count(int length) {
            written += length;
            if (written > LATE && usedLate == 0) {
                usedLate = used();
            }
        }
    }

    private static void rename(String id, String title) {
        String tag = manager().get("/v1/trainings/" + id).header("ETag");
        manager()
                .contentType(MERGE_PATCH)
                .header("If-Match", tag)
                .body(Map.of("title", title))
                .patch("/v1/trainings/" + id)
                .then()
                .statusCode(200);
    }
}
