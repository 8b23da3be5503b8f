package fr.cned.partenariats.catalog.lheo;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/** Validates documents against the schema of LHEO 2.3, which is no part of the project. */
final class LheoSchema {

    private static final File FILE =
            Path.of("../../shared/standards/lheo-2.3.xsd").toFile();

    private LheoSchema() {}

    static void assertValid(InputStream document) {
        if (!FILE.exists()) {
            System.out.println("NOT CHECKED: validity against LHEO 2.3. Not there: " + FILE);
            return;
        }
        assertThatCode(() -> schema().newValidator().validate(new StreamSource(document)))
                .doesNotThrowAnyException();
    }

    private static Schema schema() throws SAXException {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(FILE);
    }
}
