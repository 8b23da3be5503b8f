package fr.cned.partenariats.commons.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;
import org.yaml.snakeyaml.serializer.Serializer;

/**
 * Writes a contract in few lines, so that a reviewer can read its differences: examples, lists of texts, references and
 * what fits into two lines, such as a field, are in flow style; everything else has a line for each key.
 */
final class CompactYaml {

    private static final int WIDTH = 120;
    private static final int LONGEST = 2 * WIDTH;
    private static final int DEEPEST = 3;
    private static final Set<String> EXAMPLES = Set.of("example", "examples");

    private CompactYaml() {}

    static String write(JsonNode document) throws IOException {
        DumperOptions options = new DumperOptions();
        options.setWidth(WIDTH);
        options.setAllowUnicode(true);
        StringWriter text = new StringWriter();
        Serializer serializer = new Serializer(new Emitter(text, options), new Resolver(), options, null);
        serializer.open();
        serializer.serialize(node(document, false));
        serializer.close();
        return text.toString();
    }

    private static Node node(JsonNode value, boolean inFlow) {
        boolean flow = inFlow || isShort(value);
        FlowStyle style = flow ? FlowStyle.FLOW : FlowStyle.BLOCK;
        if (value.isObject()) {
            List<NodeTuple> entries = new ArrayList<>();
            value.properties()
                    .forEach(entry -> entries.add(new NodeTuple(
                            text(entry.getKey()), node(entry.getValue(), flow || EXAMPLES.contains(entry.getKey())))));
            return new MappingNode(Tag.MAP, entries, style);
        }
        if (value.isArray()) {
            List<Node> entries = new ArrayList<>();
            value.forEach(entry -> entries.add(node(entry, flow)));
            return new SequenceNode(Tag.SEQ, entries, style);
        }
        if (value.isTextual()) {
            return text(value.textValue());
        }
        String written = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
        return scalar(tagOf(value), written, ScalarStyle.PLAIN);
    }

    private static Tag tagOf(JsonNode value) {
        if (value.isNull()) {
            return Tag.NULL;
        }
        return value.isBoolean() ? Tag.BOOL : value.isIntegralNumber() ? Tag.INT : Tag.FLOAT;
    }

    private static Node text(String text) {
        return scalar(Tag.STR, text, text.contains("\n") ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN);
    }

    private static Node scalar(Tag tag, String text, ScalarStyle style) {
        return new ScalarNode(tag, text, null, null, style);
    }

    private static boolean isShort(JsonNode value) {
        return value.isEmpty()
                || (depth(value) == 1 && value.isArray())
                || value.valueStream().allMatch(CompactYaml::isReference)
                || (depth(value) <= DEEPEST && value.toString().length() <= LONGEST);
    }

    private static boolean isReference(JsonNode value) {
        return value.size() == 1 && value.has("$ref");
    }

    /** 0 for a scalar. */
    private static int depth(JsonNode value) {
        return value.valueStream().mapToInt(entry -> 1 + depth(entry)).max().orElse(0);
    }
}
