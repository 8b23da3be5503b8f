package fr.cned.partenariats.catalog.training;

/** A property by which the API filters and counts trainings. */
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
    private final boolean multiple;

    Facet(String parameter, String expression, boolean multiple) {
        this.parameter = parameter;
        this.expression = expression;
        this.multiple = multiple;
    }

    /** Name of the query parameter, the response field and the SQL parameter. */
    String parameter() {
        return parameter;
    }

    /** SQL condition: the training {@code t} has at least one requested value. */
    String condition() {
        return multiple
                ? expression + " && cast(:" + parameter + " as text[])"
                : expression + " = any(cast(:" + parameter + " as text[]))";
    }

    /** SQL expression: the value of the training {@code t}, as text, or the array of its values. */
    String expression() {
        return expression;
    }

    /** SQL expression: each value of a row with a column of this facet's name. */
    String eachValue() {
        return multiple ? "unnest(" + name() + ")" : name();
    }
}
