package fr.cned.partenariats.badexample.left;

import fr.cned.partenariats.commons.http.DeprecatedOperation;
import jakarta.ws.rs.GET;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Operations whose deprecation clients cannot act on. */
public abstract class BadDeprecation {

    @GET
    @Deprecated
    @Operation(operationId = "listBad")
    public abstract String annotated();

    @GET
    @Operation(operationId = "listBad", deprecated = true)
    public String described() {
        return "";
    }

    @GET
    @Operation(operationId = "listBad")
    @DeprecatedOperation(since = "2027-02-30")
    public String withoutADay() {
        return "";
    }

    @GET
    @Operation(operationId = "listBad")
    @DeprecatedOperation(since = "2027-02-02", sunset = "2027-02-01")
    public String endsBeforeItIsDeprecated() {
        return "";
    }
}
