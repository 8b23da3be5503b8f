package fr.cned.partenariats.partner.demand.opportunity;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.SqlCost;
import fr.cned.partenariats.partner.PartnerIT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks that lists and searches read when there are many companies, half of them without an agreement in force. */
@PartnerIT
class OpportunityCostIT {

    private static final int COMPANIES = 1_000;

    private static boolean ready;

    @BeforeEach
    void manyCompanies() {
        if (ready) {
            return;
        }
        ready = true;
        OwnerDatabase.execute("""
                insert into partner (id, version, kind, legal_name, contacts, relation, state)
                select cast('ffffffff-0000-7000-8000-' || lpad(to_hex(i), 12, '0') as uuid), 0, 'COMPANY', 'COST-' || i,
                       '[]', 'AGREEMENT', 'ACTIVE'
                from generate_series(1, ?) i""", COMPANIES);
        OwnerDatabase.execute("""
                insert into agreement (id, version, number, kind, state, signed, state_since, terms, terms_since, partner_ids,
                                       funding_records, last_amendment, history_length, changed_at)
                select p.id, 0, p.legal_name, 'SPECIFIC',
                       case when right(p.legal_name, 1) < '5' then 'IN_FORCE' else 'EXPIRED' end, true, '2026-01-01',
                       jsonb_build_object('filler', repeat('x', 500)), '2026-01-01', array[p.id], '[]', 0, 0, now()
                from partner p where p.legal_name like 'COST-%'""");
        OwnerDatabase.execute("""
                insert into opportunity (id, version, partner_id, state, kind, title, description, rome_code,
                                         published_until)
                select cast('ffffffff-0001-7000-8000-' || lpad(to_hex(row_number() over (order by i, p.id)), 12, '0')
                            as uuid),
                       0, p.id, 'PUBLISHED', 'JOB',
                       case when right(p.legal_name, 2) = '10' then 'Zoologiste' else 'Botaniste' end,
                       repeat('Une équipe. ', 50), 'A1101', '2099-12-31'
                from partner p, generate_series(1, 5) i where p.legal_name like 'COST-%'""");
        OwnerDatabase.execute("analyze partner, agreement, opportunity");
        officer().get("/v1/opportunities"); // warms up the token keys
    }

    @AfterAll
    static void remove() {
        OwnerDatabase.execute("delete from opportunity where id >= 'ffffffff-0001-7000-8000-000000000000'");
        OwnerDatabase.execute("delete from agreement where number like 'COST-%'");
        OwnerDatabase.execute("delete from partner where legal_name like 'COST-%'");
    }

    @Test
    void aPageAsksForTheAgreementsOfItsRows() {
        assertThat(cost("/v1/opportunities").blocks()).isLessThan(1_000);
    }

    /** Asking for each opportunity of every company would read more than 100 000 blocks. */
    @Test
    void searchAndFacetsReadTheAgreementsOnce() {
        assertThat(cost("/v1/opportunities?q=zoologiste").blocks()).isLessThan(2_000);
        assertThat(cost("/v1/opportunities/facets").blocks()).isLessThan(5_000);
    }

    private static SqlCost cost(String path) {
        return SqlCost.least(() -> officer().get(path).then().statusCode(200));
    }
}
