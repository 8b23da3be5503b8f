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
        if (!hasMore()) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        boolean cut = false;
        boolean ended = false;
        while (!ended && hasMore()) {
            int start = next;
            while (next < available && buffer[next] != '\n' && buffer[next] != '\r') {
                next++;
            }
            int kept = Math.min(next - start, MAX_LENGTH - line.length());
            line.append(buffer, start, kept);
            cut |= kept < next - start;
            ended = next < available;
        }
        if (ended && buffer[next++] == '\r' && hasMore() && buffer[next] == '\n') {
            next++;
        }
        return new Line(line.toString(), cut);
    }

    /** The line is read again next. */
    void giveBack(Line line) {
        returned.addFirst(line);
    }

    private boolean hasMore() throws IOException {
        if (next == available) {
            available = Math.max(0, text.read(buffer, 0, buffer.length));
            next = 0;
        }
        return next < available;
    }
}
