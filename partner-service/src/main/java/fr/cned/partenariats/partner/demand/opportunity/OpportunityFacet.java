package fr.cned.partenariats.partner.demand.opportunity;

/** A property by which the API filters and counts opportunities. */
enum OpportunityFacet {
    KIND("kind", "o.kind", "text"),
    REGION("region", "o.region", "text"),
    DEPARTMENT("department", "o.department", "text"),
    ROME("romeCode", "o.rome_code", "text"),
    COMPANY("partnerId", "o.partner_id", "uuid");

    private final String parameter;
    private final String column;
    private final String type;

    OpportunityFacet(String parameter, String column, String type) {
        this.parameter = parameter;
        this.column = column;
        this.type = type;
    }

    /** Name of the query parameter, the response field and the SQL parameter. */
    String parameter() {
        return parameter;
    }

    /** SQL condition: the opportunity {@code o} has one of the requested values. */
    String condition() {
        return column + " = any(cast(:" + parameter + " as " + type + "[]))";
    }

    /** SQL expression: the value of the opportunity {@code o}, as text. */
    String value() {
        return "cast(" + column + " as text)";
    }
}
