package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;

/** Leaves dead rows in the stored answers, as a busy hour does. No other transaction sees the rows. */
final class DeadRows {

    private static final String CLIENT = "benchmarks";

    private DeadRows() {}

    static void leave(LocalPlatform platform, int count) {
        Database.of(platform, ServiceKind.ENROLLMENT).with(connection -> {
            connection.setAutoCommit(false);
            Database.execute(connection, """
                    insert into idempotency_key
                      (client, subject, scope, key, request_hash, status, headers, body, named_ids)
                    select '%1$s', '', '', gen_random_uuid()::text, '', 201, '{}',
                           convert_to(repeat('x', 300), 'UTF8'), array[gen_random_uuid()]
                    from generate_series(1, %2$d) n;
                    delete from idempotency_key where client = '%1$s'""".formatted(CLIENT, count));
            connection.commit();
            return true;
        });
    }
}
