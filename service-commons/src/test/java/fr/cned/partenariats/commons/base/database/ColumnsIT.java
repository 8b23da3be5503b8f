package fr.cned.partenariats.commons.base.database;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ColumnsIT {

    @Inject
    DataSource database;

    /** What PostgreSQL reads, as text. */
    private List<String> read(String type, List<? extends @Nullable Object> values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select cast(v as text) from unnest((select ?)) with ordinality as c (v, place) order by place")) {
            List<Object[]> column =
                    values.stream().map(value -> new Object[] {value}).toList();
            new Columns<>(column).add(type, row -> row[0]).bind(query, 1);
            List<String> read = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    read.add(rows.getString(1));
                }
            }
            return read;
        }
    }

    static Stream<Arguments> values() {
        UUID id = UUID.fromString("f1997b5a-5c00-7000-8000-0000000000ff");
        return Stream.of(
                Arguments.of(
                        "text",
                        List.of("a,b", "{\"é\\}", "NULL", "", "😀"),
                        List.of("a,b", "{\"é\\}", "NULL", "", "😀")),
                Arguments.of("text", List.of(BigDecimal.ONE), List.of("1")),
                Arguments.of("uuid", List.of(id), List.of(id.toString())),
                Arguments.of("boolean", List.of(true, false), List.of("true", "false")),
                Arguments.of("int2", List.of(-1, Short.MAX_VALUE), List.of("-1", "32767")),
                Arguments.of("int4", List.of(Integer.MIN_VALUE), List.of("-2147483648")),
                Arguments.of("integer", List.of(7), List.of("7")),
                Arguments.of("int8", List.of(Long.MIN_VALUE), List.of("-9223372036854775808")),
                Arguments.of("bigint", List.of(7, 8L), List.of("7", "8")),
                Arguments.of(
                        "date",
                        List.of(LocalDate.of(1899, 12, 31), LocalDate.of(2024, 2, 29)),
                        List.of("1899-12-31", "2024-02-29")),
                Arguments.of("bytea", List.of(new byte[] {0, -1}, new byte[0]), List.of("\\x00ff", "\\x")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void postgresqlReadsTheValues(String type, List<?> values, List<String> read) throws SQLException {
        assertThat(read(type, values)).isEqualTo(read);
        List<@Nullable Object> withNull = new ArrayList<>(values);
        withNull.add(null);
        assertThat(read(type, withNull))
                .startsWith(read.toArray(String[]::new))
                .hasSize(read.size() + 1)
                .endsWith((String) null);
        assertThat(read(type, List.of())).isEmpty();
    }

    @Test
    void timesAreRoundedAsTheirTextIs() throws SQLException {
        List<String> times = List.of(
                "1969-12-31T23:59:59.9999995Z",
                "1999-12-31T23:59:59.123456499Z",
                "2026-11-30T08:00:00.123456789Z",
                "2026-11-30T08:00:00Z");
        assertThat(read("timestamptz", times.stream().map(Instant::parse).toList()))
                .isEqualTo(asPostgresqlReads(times));
    }

    private List<String> asPostgresqlReads(List<String> times) throws SQLException {
        List<String> read = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("select cast(cast(? as timestamptz) as text)")) {
            for (String time : times) {
                query.setString(1, time);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    read.add(row.getString(1));
                }
            }
        }
        return read;
    }

    @Test
    void manyLongValuesFit() throws SQLException {
        List<String> values = Collections.nCopies(300, "x".repeat(2_000));
        assertThat(read("text", values)).isEqualTo(values);
        assertThat(read("int4", Arrays.asList(null, 1, null))).containsExactly(null, "1", null);
    }
}
