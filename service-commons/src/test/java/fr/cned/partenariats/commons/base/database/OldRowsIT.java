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

    @Inject
    OldRows rows;

    @Test
    void everyBatchIsDeletedAndYoungRowsStay() {
        Db.run("""
                insert into idempotency_key (client, key, request_hash, status, headers, body, created_at)
                select 'aging', n, '', 201, '{}', '', now() - make_interval(hours => least(n, 48))
                from generate_series(1, 2500) n""");

        rows.delete(
                "idempotency_key",
                "created_at",
                Instant.now().minus(Duration.ofHours(36).plusMinutes(30)));

        assertThat(Db.number("select count(*) from idempotency_key where client = 'aging'"))
                .isEqualTo(36);
    }
}
