package fr.cned.partenariats.catalog.training;

/** A property by which trainings are filtered and counted. */
enum Facet {
    FAMILY("family", "t.family", false),
    LEVEL("level", "cast(t.level as text)", false),
    MODALITY("modality", "t.modalities", true),
    PROVIDER("providerId", "cast(t.provider_ids as text[])", true),
    APPRENTICESHIP("apprenticeship", "cast(t.apprenticeship as text)", false),
    CATEGORY("category", "t.contest_category", false),
    BRANCH("branch", "t.contest_branch", false),
    ROUTE("route", "t.contest_routes", true),
    CORPS("corps", "t.contest_corps", false),
    ROME("rome", "t.rome", true),
    NSF("nsf", "t.nsf", false),
    STATE("state", "t.state", false);

    private final String parameter;
    private final String expression;
    private final boolean many;

    Facet(String parameter, String expression, boolean many) {
        this.parameter = parameter;
        this.expression = expression;
        this.many = many;
    }

    /** Its name in requests and answers; also of the SQL parameter that holds the values asked for. */
    String parameter() {
        return parameter;
    }

    /** SQL: the training {@code t} has one of the values asked for. */
    String condition() {
        return many
                ? expression + " && cast(:" + parameter + " as text[])"
                : expression + " = any(cast(:" + parameter + " as text[]))";
    }

    /** SQL: each value that the training {@code t} has, as text. */
    String value() {
        return many ? "unnest(" + expression + ")" : expression;
    }
}
