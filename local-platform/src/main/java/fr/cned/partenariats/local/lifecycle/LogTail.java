package fr.cned.partenariats.local.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the last lines of a log. Of a line in JSON it keeps the message and the messages of the causes. */
final class LogTail {

    private static final Pattern MESSAGE = Pattern.compile("\"message\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    private LogTail() {}

    /** @param count of the last lines */
    static String of(Path log, int count) throws IOException {
        List<String> lines =
                Files.readString(log, StandardCharsets.UTF_8).lines().toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size()).stream()
                .map(LogTail::readable)
                .collect(Collectors.joining("\n  "));
    }

    private static String readable(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        return MESSAGE.matcher(line).results().map(LogTail::unescaped).collect(Collectors.joining("\n    because: "));
    }

    private static String unescaped(MatchResult message) {
        return message.group(1)
                .replace("\\n", "\n    ")
                .replace("\\t", " ")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\");
    }
}
