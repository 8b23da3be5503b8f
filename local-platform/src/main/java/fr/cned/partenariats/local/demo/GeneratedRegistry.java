package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Generates the sites of the networks in the numbers of the report ("89 tiers-lieux", "13 tiers-lieux"), members of a
 * federation, a sport federation with its agreements, and the universities that provide the licences and masters. Each
 * name says that it is generated.
 */
final class GeneratedRegistry {

    /** Divides the 60 licences and the 180 masters. */
    static final int UNIVERSITIES = 30;

    private static final String MARK = " (démonstration)";
    private static final int CAMPUS_CONNECTES = 89;
    private static final int DIGITALES_ACADEMIES = 13;
    /** Coprime to the number of departments, so that no two sites of a network share a department. */
    private static final int STRIDE = 7;

    private static final List<String> DEPARTMENTS = departments();

    private GeneratedRegistry() {}

    static List<JsonNode> sites() {
        List<JsonNode> sites = new ArrayList<>();
        IntStream.rangeClosed(1, CAMPUS_CONNECTES)
                .mapToObj(number -> site(number, "campus-connectes", "site-campus-connecte", "Campus connecté"))
                .forEach(sites::add);
        IntStream.rangeClosed(2, DIGITALES_ACADEMIES) // the first is Montereau-Fault-Yonne's
                .mapToObj(number -> site(number, "digitales-academies", "site-digitale-academie", "Digitale académie"))
                .forEach(sites::add);
        return List.copyOf(sites);
    }

    private static JsonNode site(int number, String partner, String name, String title) {
        ObjectNode entry = JsonApi.JSON.createObjectNode().put("name", "%s-%02d".formatted(name, number));
        ObjectNode body = entry.putObject("body")
                .put("partnerId", "@" + partner)
                .put("name", "%s %02d%s".formatted(title, number, MARK));
        body.putObject("address").put("department", DEPARTMENTS.get(number * STRIDE % DEPARTMENTS.size()));
        body.putArray("labels").addObject().put("networkId", "@network-" + partner);
        return entry;
    }

    static List<JsonNode> partners() {
        List<JsonNode> partners = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            partners.add(partner(
                    "centre-de-gestion-demo-" + number,
                    "PUBLIC_EMPLOYER",
                    "Centre de gestion " + number,
                    "COLLABORATION",
                    "@fncdg"));
        }
        partners.add(
                partner("federation-sportive-demo", "SPORT_FEDERATION", "Fédération sportive 1", "AGREEMENT", null));
        partners.add(partner(
                "centre-sportif-demo", "SPORT_CENTRE", "Centre sportif 1", "AGREEMENT", "@federation-sportive-demo"));
        for (int number = 1; number <= UNIVERSITIES; number++) {
            partners.add(partner(
                    university(number), "UNIVERSITY", "Université %02d".formatted(number), "COLLABORATION", null));
        }
        return List.copyOf(partners);
    }

    /** The name of a generated university in the data. */
    static String university(int number) {
        return "universite-demo-%02d".formatted(number);
    }

    private static JsonNode partner(
            String name, String kind, String legalName, String relation, @Nullable String parent) {
        ObjectNode entry = JsonApi.JSON.createObjectNode().put("name", name);
        ObjectNode body = entry.putObject("body")
                .put("kind", kind)
                .put("legalName", legalName + MARK)
                .put("relation", relation);
        if (parent != null) {
            body.put("parentId", parent);
        }
        return entry;
    }

    /** A framework agreement from the template of the sport federations, and a specific agreement under it. */
    static List<JsonNode> agreements() {
        ObjectNode framework = agreement("agreement-federation-sportive-demo", "FRAMEWORK", "federation-sportive-demo");
        body(framework)
                .put("templateId", "@template-sport-federations")
                .put("startsOn", "2022-01-01")
                .putArray("seatQuotas")
                .addObject()
                .put("academicYear", "@academic-year")
                .put("seats", 200);
        ObjectNode specific = agreement("agreement-centre-sportif-demo", "SPECIFIC", "centre-sportif-demo");
        body(specific)
                .put("parentId", "@agreement-federation-sportive-demo")
                .putArray("seatQuotas")
                .addObject()
                .put("academicYear", "@academic-year")
                .put("seats", 50);
        return List.of(framework, specific);
    }

    private static ObjectNode agreement(String name, String kind, String partner) {
        ObjectNode entry = JsonApi.JSON.createObjectNode().put("name", name);
        ObjectNode body = entry.putObject("body").put("kind", kind);
        body.putArray("parties").addObject().put("partnerId", "@" + partner).put("role", "SIGNATORY");
        entry.putObject("signature");
        return entry;
    }

    private static ObjectNode body(ObjectNode entry) {
        return (ObjectNode) entry.path("body");
    }

    /** The 101 departments. Department 20 was split into 2A and 2B. */
    private static List<String> departments() {
        return Stream.of(
                        numbered(1, 19),
                        Stream.of("2A", "2B"),
                        numbered(21, 95),
                        Stream.of("971", "972", "973", "974", "976"))
                .flatMap(codes -> codes)
                .toList();
    }

    private static Stream<String> numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj("%02d"::formatted);
    }
}
