package fr.cned.partenariats.commons.changelog.audit;

import fr.cned.partenariats.commons.changelog.audit.AuditArchiveFile.Content;
import fr.cned.partenariats.commons.changelog.audit.AuditArchiveFile.Header;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of the audit trail, on one connection with autocommit. Each statement reads one page, so that none
 * reaches its time limit.
 */
final class AuditPartitions {

    private static final int PAGE = 5_000;
    private static final int COUNTED = 100_000;

    private static final String OLDEST = """
            select p.number, d.head_position, encode(d.head_hash, 'hex') as head_hash, p.file, p.sha256
            from audit_partition p cross join audit_dropped() d
            where p.dropped_at is null and p.closed_at < ?
              and not exists (select from audit_partition o where o.number < p.number and o.dropped_at is null)""";

    private static final String ENTRIES = """
            select s.position, encode(s.hash, 'hex') as hash, e.id,
              to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, e.client, e.subject, e.roles,
              e.tenant::text, e.operation, e.object_type, e.object_id, e.revision_before, e.revision_after,
              e.changed_fields, e.trace_id
            from audit_seal s join change_log e on e.id = s.entry_id
            where s.entry_id >= ? and s.entry_id < ? and e.id >= ? and e.id < ? and s.position > ?
            order by s.position limit""" + ' ' + PAGE;

    private static final String COUNT = """
            select count(*), max(p.id) from (
              select e.id from change_log e where e.id > ? and e.id < ? and e.audited order by e.id limit\s""" + COUNTED + ") p";

    private static final String LAST = "select max(position) from audit_seal where entry_id >= ? and entry_id < ?";
    private static final String RECORD = "select audit_record_archive(?, ?, ?, ?, ?, ?)";

    private final Connection connection;
    private final long size;

    AuditPartitions(Connection connection) throws SQLException {
        this.connection = connection;
        this.size = number("select audit_partition_size()");
    }

    /**
     * @param before position and hash of the last entry before the partition
     * @param file the recorded one, which is verified; null before
     */
    record Partition(
            int number,
            long before,
            String hashBefore,
            @Nullable String file,
            @Nullable String sha256) {
        Header header(String service) {
            return new Header(service, number, before + 1, hashBefore);
        }
    }

    /** Begins the next partition when the newest one is a month old. */
    boolean closeNewest() throws SQLException {
        return number("select audit_close_partition()::int") == 1;
    }

    /** The oldest partition that still exists, when it was closed before this time. */
    Optional<Partition> oldest(Instant closedBefore) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OLDEST)) {
            query.setTimestamp(1, Timestamp.from(closedBefore));
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Partition(
                                row.getInt("number"),
                                row.getLong("head_position"),
                                row.getString("head_hash"),
                                row.getString("file"),
                                row.getString("sha256")))
                        : Optional.empty();
            }
        }
    }

    /** The last position of the partition, which the name of its file has. */
    long lastPosition(Partition partition) throws SQLException {
        return number(LAST, low(partition), high(partition));
    }

    long count(Partition partition) throws SQLException {
        long count = 0;
        long counted = COUNTED;
        long last = low(partition) - 1;
        while (counted == COUNTED) {
            try (PreparedStatement query = prepare(COUNT, last, high(partition));
                    ResultSet page = query.executeQuery()) {
                page.next();
                counted = page.getLong(1);
                last = page.getLong(2);
            }
            count += counted;
        }
        return count;
    }

    /** Writes the sealed entries in the order of the chain. */
    void export(Partition partition, AuditArchiveFile.Sink sink) throws SQLException, IOException {
        long low = low(partition);
        long high = high(partition);
        long position = partition.before();
        int read;
        do {
            read = 0;
            try (PreparedStatement query = prepare(ENTRIES, low, high, low, high, position);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    sink.write(entry(row));
                    position = row.getLong("position");
                    read++;
                }
            }
        } while (read == PAGE);
    }

    void record(Partition partition, String file, Content content) throws SQLException {
        try (PreparedStatement record = connection.prepareStatement(RECORD)) {
            record.setInt(1, partition.number());
            record.setString(2, file);
            record.setString(3, content.sha256());
            record.setLong(4, content.header().firstPosition());
            record.setLong(5, content.lastPosition());
            record.setBytes(6, HexFormat.of().parseHex(content.lastHash()));
            record.execute();
        }
    }

    void drop(Partition partition) throws SQLException {
        try (PreparedStatement drop = connection.prepareStatement("select audit_drop_partition(?)")) {
            drop.setInt(1, partition.number());
            drop.execute();
        }
    }

    private long low(Partition partition) {
        return partition.number() * size;
    }

    private long high(Partition partition) {
        return (partition.number() + 1) * size;
    }

    private PreparedStatement prepare(String sql, long... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        return statement;
    }

    private long number(String sql, long... parameters) throws SQLException {
        try (PreparedStatement query = prepare(sql, parameters);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static ArchivedEntry entry(ResultSet row) throws SQLException {
        return new ArchivedEntry(
                row.getLong("position"),
                row.getString("hash"),
                row.getLong("id"),
                row.getString("at"),
                row.getString("client"),
                row.getString("subject"),
                texts(row, "roles"),
                row.getString("tenant"),
                row.getString("operation"),
                row.getString("object_type"),
                row.getString("object_id"),
                row.getObject("revision_before", Long.class),
                row.getObject("revision_after", Long.class),
                texts(row, "changed_fields"),
                row.getString("trace_id"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
