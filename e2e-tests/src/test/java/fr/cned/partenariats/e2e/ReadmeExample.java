package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A code block of the README that contains curl commands.
 *
 * @param lines the commands
 * @param description the text after the block, up to the next block or heading
 */
record ReadmeExample(String lines, String description) {

    private static final Pattern FENCED = Pattern.compile("(?ms)^```[^\\n]*\\n(.*?)^```$(.*?)(?=^```|^#|\\z)");
    private static final Pattern LAST_ANSWER = Pattern.compile("In the last answer, `([^`]+)`");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static List<ReadmeExample> in(String markdown) {
        return FENCED.matcher(markdown)
                .results()
                .map(found -> new ReadmeExample(found.group(1), found.group(2)))
                .filter(example -> example.lines().contains("curl "))
                .toList();
    }

    boolean hasTable() {
        return table().findAny().isPresent();
    }

    /** The code in the column "Answer" of the table, as patterns per row. The character … matches any text. */
    List<List<Pattern>> expectedAnswers() {
        List<List<String>> rows = table().map(line ->
                        Stream.of(line.split("\\|", -1)).map(String::strip).toList())
                .toList();
        int column = rows.get(0).indexOf("Answer");
        return rows.stream()
                .skip(2) // table header and separator
                .map(row -> CODE.matcher(row.get(column))
                        .results()
                        .map(code -> withWildcard("…", code.group(1)))
                        .toList())
                .toList();
    }

    private Stream<String> table() {
        return description.lines().filter(line -> line.startsWith("|"));
    }

    /** The value at the path that the README names: "In the last answer, `a[].b`" is field b of the first item of a. */
    JsonNode valueInTheLastAnswer(JsonNode answer) {
        Matcher path = LAST_ANSWER.matcher(description);
        if (!path.find()) {
            throw new AssertionError("The README does not describe the last answer: " + description);
        }
        return answer.at("/" + path.group(1).replace("[]", "/0").replace('.', '/'));
    }

    private static Pattern withWildcard(String wildcard, String text) {
        return Pattern.compile(
                Stream.of(text.split(wildcard, -1)).map(Pattern::quote).collect(joining(".*?")), Pattern.DOTALL);
    }
}
