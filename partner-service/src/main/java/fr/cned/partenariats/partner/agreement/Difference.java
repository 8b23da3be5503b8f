package fr.cned.partenariats.partner.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one version of the terms changed in the one before: per field, and per list as a whole. */
final class Difference {

    private Difference() {}

    static List<Change> between(AgreementTerms before, AgreementTerms after, ObjectMapper json) {
        List<Change> changes = new ArrayList<>();
        compare("", json.valueToTree(before), json.valueToTree(after), changes);
        return changes;
    }

    private static void compare(
            String pointer, @Nullable JsonNode before, @Nullable JsonNode after, List<Change> changes) {
        if (before != null && before.isObject() && after != null && after.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(pointer + '/' + name, before.get(name), after.get(name), changes);
            }
        } else if (before == null ? after != null : !before.equals(after)) {
            changes.add(new Change(pointer, before, after));
        }
    }
}
