package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.SqlCost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Blocks that lists and searches read in a large catalogue. The tables have far more blocks than the limits here. */
@CatalogIT
@Tag("nightly")
class ListCostIT {

    private static final int TRAININGS = 4_000;
    private static final int PAGE = 200;

    private static boolean ready;

    @BeforeEach
    void largeCatalogue() {
        if (ready) {
            return;
        }
        ready = true;
        OwnerDatabase.execute("""
                insert into training (id, version, code, title, family, modalities, apprenticeship,
                                      provider_ids, prerequisite_exemptions, rome, formacode, content, state)
                select cast('ffffffff-0000-7000-8000-' || lpad(to_hex(i), 12, '0') as uuid), 0, 'COST-' || i,
                       case when i % 100 = 0 then 'Zoologie' else 'Botanique' end, 'BTS', '{DISTANCE}', false, '{}',
                       '{}', '{}', '{}', (select string_agg(md5(cast(i * n as text)), ' ') from generate_series(1, 20) n),
                       'PUBLISHED'
                from generate_series(1, ?) i""", TRAININGS);
        OwnerDatabase.execute("""
                insert into offering (id, version, training_id, training_code, academic_year, modality,
                                      starts_on, ends_on, capacity, waiting_list_size, price_amount, price_currency,
                                      restricted_to_networks, state)
                select t.id, 0, t.id, t.code, '2026-2027', 'DISTANCE', '2026-09-01', '2027-06-30', 30,
                       0, 500, 'EUR', '{}', 'OPEN'
                from training t where t.code like 'COST-%'""");
        OwnerDatabase.execute("analyze training, offering");
        reader().get("/v1/trainings"); // warms up the token keys
    }

    @AfterAll
    static void remove() {
        OwnerDatabase.execute("delete from offering where training_code like 'COST-%'");
        OwnerDatabase.execute("delete from training where code like 'COST-%'");
    }

    @Test
    void aPageCostsTheSameAnywhereInTheList() {
        assertThat(OwnerDatabase.number("select relpages from pg_class where relname = 'training'"))
                .isGreaterThan(2L * PAGE);
        for (String list : new String[] {"/v1/trainings", "/v1/offerings"}) {
            assertThat(cost(list).blocks()).as(list).isLessThan(PAGE);
            String next = reader().get(list + "?limit=100").path("next");
            for (int page = 0; page < TRAININGS / 100 - 2; page++) {
                next = reader().get(list + "?limit=100&cursor=" + next).path("next");
            }
            assertThat(cost(list + "?limit=20&cursor=" + next).blocks())
                    .as(list + " at its end")
                    .isLessThan(PAGE);
        }
        for (String feed : new String[] {"/v1/trainings/changes", "/v1/offerings/changes"}) {
            String next = reader().get(feed + "?limit=1000").path("next");
            for (int page = 0; page < TRAININGS / 1_000 - 2; page++) {
                next = reader().get(feed + "?limit=1000&cursor=" + next).path("next");
            }
            assertThat(cost(feed + "?cursor=" + next).blocks()).as(feed).isLessThan(PAGE);
        }
    }

    @Test
    void aSearchReadsItsMatchesOnly() {
        assertThat(cost("/v1/trainings?q=zoologie").blocks()).isLessThan(PAGE);
    }

    @Test
    void facetsAreCountedInMemory() {
        SqlCost cost = cost("/v1/trainings/facets");
        assertThat(cost.temporary()).isZero();
        assertThat(cost.blocks())
                .isLessThan(2 * OwnerDatabase.number("select relpages from pg_class where relname = 'training'"));
    }

    private static SqlCost cost(String path) {
        return SqlCost.least(() -> reader().get(path).then().statusCode(200));
    }
}
