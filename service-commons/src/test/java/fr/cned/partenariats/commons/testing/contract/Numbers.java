package fr.cned.partenariats.commons.testing.contract;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Schemas of numbers in headers. */
final class Numbers {

    private Numbers() {}

    static Schema count() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .format("int32")
                .minimum(BigDecimal.ZERO);
    }
}
