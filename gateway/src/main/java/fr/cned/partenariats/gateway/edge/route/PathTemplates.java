package fr.cned.partenariats.gateway.edge.route;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the path template of a request, such as {@code /v1/partners/{id}}, in the services' contracts. Metrics use it
 * as a label, because a path contains ids.
 */
@Singleton
public class PathTemplates {

    /** For a path that no contract has. */
    public static final String UNKNOWN = "unknown";

    private final Node root = new Node();

    private static final class Node {

        private final Map<String, Node> literals = new HashMap<>();
        private @Nullable Node parameter;
        private @Nullable String template;

        Node child(String segment) {
            if (!segment.startsWith("{")) {
                return literals.computeIfAbsent(segment, unseen -> new Node());
            }
            if (parameter == null) {
                parameter = new Node();
            }
            return parameter;
        }
    }

    /** Adds the paths of a contract. Call this before the first request. */
    public void add(JsonNode contract) {
        contract.path("paths").fieldNames().forEachRemaining(this::add);
    }

    private void add(String template) {
        Node node = root;
        for (String segment : template.substring(1).split("/", -1)) {
            node = node.child(segment);
        }
        if (node.template == null) {
            node.template = template;
        }
    }

    /** @param path begins with a slash */
    public String of(String path) {
        String template = find(root, path, 1);
        return template == null ? UNKNOWN : template;
    }

    /** A literal segment goes before a parameter. */
    private static @Nullable String find(Node node, String path, int from) {
        if (from >= path.length()) {
            return node.template;
        }
        int slash = path.indexOf('/', from);
        int end = slash < 0 ? path.length() : slash;
        Node literal = node.literals.get(path.substring(from, end));
        String found = literal == null ? null : find(literal, path, end + 1);
        if (found != null || node.parameter == null) {
            return found;
        }
        return find(node.parameter, path, end + 1);
    }
}
