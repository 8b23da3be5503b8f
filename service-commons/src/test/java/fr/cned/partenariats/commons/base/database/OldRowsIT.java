package fr.cned.partenariats.commons.base.database;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.parking.Db;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class OldRowsIT {

    private static final String DELETE = """
            delete from idempotency_key where ctid = any (array(
              select ctid from idempotency_key where client = 'aging' and created_at < :before
              order by created_at limit :batch for update skip locked))""";

    @Inject
    OldRows rows;

    @Test
    void everyBatchIsDeletedAndYoungRowsStay() {
        Db.run("""
                insert into idempotency_key (client, key, request_hash, status, headers, body, created_at)
                select 'aging', n, '', 201, '{}', '', now() - make_interval(hours => least(n, 48))
                from generate_series(1, 2500) n""");

        rows.delete(DELETE, Instant.now().minus(Duration.ofHours(36).plusMinutes(30)));

        assertThat(Db.number("select count(*) from idempotency_key where client = 'aging'"))
                .isEqualTo(36);
    }
}
