package fr.cned.partenariats.enrollment.registration.importjob.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads text whose encoding the sender has not named. The first byte above 127 decides: it begins a valid character of
 * UTF-8, or the text is Windows-1252. Bytes that are no text become U+FFFD, which the rules for texts refuse. A byte
 * order mark is skipped.
 */
final class DetectedText extends Reader {

    static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int LONGEST_CHARACTER = 4;
    private static final int ASCII_AT_ONCE = 8192;

    private final InputStream bytes;
    private final byte[] ascii = new byte[ASCII_AT_ONCE];
    private int available;
    private int next;
    private @Nullable Reader decided;

    /** @param named the encoding that the sender names; null to detect it */
    static Reader of(InputStream bytes, @Nullable Charset named) throws IOException {
        byte[] start = bytes.readNBytes(BYTE_ORDER_MARK.length);
        if (Arrays.equals(start, BYTE_ORDER_MARK)) {
            return new InputStreamReader(bytes, UTF_8);
        }
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(start), bytes);
        return named == null ? new DetectedText(all) : new InputStreamReader(all, named);
    }

    private DetectedText(InputStream bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (decided == null && next == available) {
            available = Math.max(0, bytes.read(ascii, 0, ascii.length));
            next = 0;
            if (available == 0) {
                return -1;
            }
        }
        int count = 0;
        while (decided == null && count < length && next < available) {
            if (ascii[next] < 0) {
                decided = decide();
            } else {
                target[offset + count++] = (char) ascii[next++];
            }
        }
        return count > 0 || decided == null ? count : decided.read(target, offset, length);
    }

    private Reader decide() throws IOException {
        byte[] rest = Arrays.copyOfRange(ascii, next, available);
        byte[] character = Arrays.copyOf(rest, Math.max(rest.length, LONGEST_CHARACTER));
        int known = rest.length;
        if (known < LONGEST_CHARACTER) {
            known += bytes.readNBytes(character, known, LONGEST_CHARACTER - known);
        }
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(character, 0, known), bytes);
        return new InputStreamReader(all, beginsWithUtf8(character, known) ? UTF_8 : WINDOWS_1252);
    }

    private static boolean beginsWithUtf8(byte[] text, int length) {
        int first = text[0] & 0xFF;
        int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(text, 0, Math.min(size, length)));
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
