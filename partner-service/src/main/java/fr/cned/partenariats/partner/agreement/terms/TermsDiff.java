package fr.cned.partenariats.partner.agreement.terms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares two versions of the terms: objects field by field, lists as a whole. */
public final class TermsDiff {

    private TermsDiff() {}

    public static List<TermsChange> between(AgreementTerms before, AgreementTerms after, ObjectMapper json) {
        List<TermsChange> changes = new ArrayList<>();
        compare("", json.valueToTree(before), json.valueToTree(after), changes);
        return changes;
    }

    private static void compare(
            String pointer, @Nullable JsonNode before, @Nullable JsonNode after, List<TermsChange> changes) {
        if (before != null && before.isObject() && after != null && after.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(pointer + '/' + name, before.get(name), after.get(name), changes);
            }
        } else if (before == null ? after != null : !before.equals(after)) {
            changes.add(new TermsChange(pointer, before, after));
        }
    }
}
