package fr.cned.partenariats.commons.base.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/**
 * An array in PostgreSQL's binary format. The driver writes most types as text, which both sides must escape and parse: in
 * an import it was a tenth of the service's processor time.
 */
final class BinaryArray {

    private static final int DIMENSIONS = 1;
    private static final int FIRST_INDEX = 1;
    private static final int HEADER = 20;
    private static final int HAS_NULLS = 4; // the place of this field in the header
    private static final int NULL = -1;
    private static final int VALUE = 24; // a length and the largest value of a fixed size
    private static final long DAYS_TO_2000 = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final long SECONDS_TO_2000 =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private final String type;
    private ByteBuffer bytes;

    /** @param type of the values */
    BinaryArray(String type, int size) {
        this.type = type;
        this.bytes = ByteBuffer.allocate(HEADER + size * VALUE)
                .putInt(DIMENSIONS)
                .putInt(0)
                .putInt(oid(type))
                .putInt(size)
                .putInt(FIRST_INDEX);
    }

    private static int oid(String type) {
        return switch (type) {
            case "text" -> Oid.TEXT;
            case "uuid" -> Oid.UUID;
            case "boolean" -> Oid.BOOL;
            case "int2" -> Oid.INT2;
            case "int4", "integer" -> Oid.INT4;
            case "int8", "bigint" -> Oid.INT8;
            case "date" -> Oid.DATE;
            case "timestamptz" -> Oid.TIMESTAMPTZ;
            case "bytea" -> Oid.BYTEA;
            default -> throw new IllegalArgumentException("no binary format is known for " + type);
        };
    }

    void add(@Nullable Object value) {
        if (value == null) {
            bytes.putInt(HAS_NULLS, 1);
            withRoom(Integer.BYTES).putInt(NULL);
            return;
        }
        switch (type) {
            case "text" -> put(value.toString().getBytes(UTF_8));
            case "bytea" -> put((byte[]) value);
            case "uuid" -> {
                UUID id = (UUID) value;
                withRoom(VALUE)
                        .putInt(2 * Long.BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits());
            }
            case "boolean" -> withRoom(VALUE).putInt(1).put((byte) ((Boolean) value ? 1 : 0));
            case "int2" -> withRoom(VALUE).putInt(Short.BYTES).putShort(((Number) value).shortValue());
            case "int4", "integer" -> withRoom(VALUE).putInt(Integer.BYTES).putInt(((Number) value).intValue());
            case "int8", "bigint" -> putLong(((Number) value).longValue());
            case "date" ->
                withRoom(VALUE).putInt(Integer.BYTES).putInt((int) (((LocalDate) value).toEpochDay() - DAYS_TO_2000));
            case "timestamptz" -> putLong(microsSince2000((Instant) value));
            default -> throw new IllegalStateException(type);
        }
    }

    private void put(byte[] value) {
        withRoom(Integer.BYTES + value.length).putInt(value.length).put(value);
    }

    private void putLong(long value) {
        withRoom(VALUE).putInt(Long.BYTES).putLong(value);
    }

    /** Rounds as PostgreSQL does when it reads the text. */
    private static long microsSince2000(Instant at) {
        return (at.getEpochSecond() - SECONDS_TO_2000) * 1_000_000 + (at.getNano() + 500) / 1_000;
    }

    private ByteBuffer withRoom(int more) {
        if (bytes.remaining() < more) {
            bytes = ByteBuffer.allocate(2 * (bytes.capacity() + more)).put(bytes.flip());
        }
        return bytes;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
