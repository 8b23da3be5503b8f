package fr.cned.partenariats.catalog.lheo;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes elements of LHEO with the XML writer of the JDK. */
final class LheoXml {

    static final String NAMESPACE = "http://lheo.gouv.fr/2.3";

    private static final String NOT_WRITTEN = "the document cannot be written";
    private static final char ELLIPSIS = '…';
    private static final int FIRST_AFTER_C1 = 0xA0;
    private static final int LAST_BEFORE_NONCHARACTERS = 0xFFFD;

    private final XMLStreamWriter writer;

    private LheoXml(XMLStreamWriter writer) {
        this.writer = writer;
    }

    static LheoXml to(OutputStream target) {
        try {
            return new LheoXml(
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(target, StandardCharsets.UTF_8.name()));
        } catch (XMLStreamException e) {
            throw new IllegalStateException(NOT_WRITTEN, e);
        }
    }

    /** Writes a document. Each attribute of its root is a name and a value. */
    void document(Runnable content, String... attributes) {
        write(() -> {
            writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            writer.writeStartElement("lheo");
            writer.writeDefaultNamespace(NAMESPACE);
            writeAttributes(attributes);
            content.run();
            writer.writeEndDocument();
            writer.flush();
        });
    }

    /** Writes an element with others in it. An attribute without a value is left out. */
    void group(String element, Runnable content, @Nullable String... attributes) {
        write(() -> {
            writer.writeStartElement(element);
            writeAttributes(attributes);
            content.run();
            writer.writeEndElement();
        });
    }

    /** Writes nothing without a value. */
    void element(String element, @Nullable Object value, @Nullable String... attributes) {
        if (value != null) {
            group(element, () -> write(() -> writer.writeCharacters(clean(value.toString()))), attributes);
        }
    }

    private void writeAttributes(@Nullable String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            String name = attributes[i];
            String value = attributes[i + 1];
            if (name != null && value != null) {
                writer.writeAttribute(name, clean(value));
            }
        }
    }

    /** Without control characters and what XML 1.0 excludes. A carriage return would not survive the parser. */
    static String clean(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().filter(LheoXml::isAllowed).forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    private static boolean isAllowed(int character) {
        if (character < ' ') {
            return character == '\t' || character == '\n';
        }
        return (character < '\u007f' || character >= FIRST_AFTER_C1)
                && !(character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE)
                && (character <= LAST_BEFORE_NONCHARACTERS || character > Character.MAX_VALUE);
    }

    /** Ends a text that is longer at a word. */
    static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        while (end > 0 && !Character.isWhitespace(text.charAt(end))) {
            end--;
        }
        if (end == 0) { // one word
            end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        }
        return text.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    private interface Step {
        void run() throws XMLStreamException;
    }

    private static void write(Step step) {
        try {
            step.run();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(NOT_WRITTEN, e);
        }
    }
}
