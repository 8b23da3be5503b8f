package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lines with curl that the README shows together, and what it says beside them.
 *
 * @param lines of the shell, as they stand there
 * @param beside the text up to the next lines or the next heading
 */
record ReadmeExample(String lines, String beside) {

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

    /** The table's column "Answer", a row for each answer: what is to be found in it, with … for anything. */
    List<List<Pattern>> promises() {
        List<List<String>> rows = table().map(line ->
                        Stream.of(line.split("\\|", -1)).map(String::strip).toList())
                .toList();
        int column = rows.get(0).indexOf("Answer");
        return rows.stream()
                .skip(2) // the head and the line under it
                .map(row -> CODE.matcher(row.get(column))
                        .results()
                        .map(code -> anythingFor("…", code.group(1)))
                        .toList())
                .toList();
    }

    private Stream<String> table() {
        return beside.lines().filter(line -> line.startsWith("|"));
    }

    /** What stands where the text beside the lines says: "In the last answer, `a[].b`" is b of the first of a. */
    JsonNode valueInTheLastAnswer(JsonNode answer) {
        Matcher told = LAST_ANSWER.matcher(beside);
        if (!told.find()) {
            throw new AssertionError("The README says nothing of the last answer: " + beside);
        }
        return answer.at("/" + told.group(1).replace("[]", "/0").replace('.', '/'));
    }

    private static Pattern anythingFor(String gap, String text) {
        return Pattern.compile(
                Stream.of(text.split(gap, -1)).map(Pattern::quote).collect(joining(".*?")), Pattern.DOTALL);
    }
}
