package fr.cned.partenariats.enrollment.registration.importjob.file;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Reads lines of a limited length. It skips the rest of a longer line, so that no line fills the memory. */
final class BoundedLines {

    /** More than the longest valid row needs. */
    static final int MAX_LENGTH = 8_192;

    private static final int END = -1;

    private final Reader text;
    private final char[] buffer = new char[MAX_LENGTH];
    private final Deque<Line> returned = new ArrayDeque<>();
    private int available;
    private int next;

    /**
     * A line without its line break.
     *
     * @param isCut whether the line is longer than the limit
     */
    record Line(String text, boolean isCut) {}

    BoundedLines(Reader text) {
        this.text = text;
    }

    /** Null at the end. A line ends with LF, CR LF or CR. */
    @Nullable
    Line next() throws IOException {
        if (!returned.isEmpty()) {
            return returned.removeFirst();
        }
        int first = read();
        if (first == END) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        boolean cut = false;
        int c = first;
        while (c != END && c != '\n' && c != '\r') {
            if (line.length() < MAX_LENGTH) {
                line.append((char) c);
            } else {
                cut = true;
            }
            c = read();
        }
        if (c == '\r') {
            skipLineFeed();
        }
        return new Line(line.toString(), cut);
    }

    /** The line is read again next. */
    void giveBack(Line line) {
        returned.addFirst(line);
    }

    private void skipLineFeed() throws IOException {
        int following = read();
        if (following != '\n' && following != END) {
            next--; // it is in the buffer
        }
    }

    private int read() throws IOException {
        if (next == available) {
            available = text.read(buffer, 0, buffer.length);
            next = 0;
            if (available <= 0) {
                available = 0;
                return END;
            }
        }
        return buffer[next++];
    }
}
