package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.Problem;
import com.prowidesoftware.swift.model.mx.AbstractMX;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.w3c.dom.Element;

/**
 * Reads a camt.053 message (ISO 20022, bank to customer statement) of any version from 02 to 13, told by its namespace, into
 * the tree of its elements. What is read here comes from strangers: it is checked before the library sees it.
 */
final class Camt053 {
    static final int MOST_BYTES = 8 * 1024 * 1024;

    private static final Pattern NAMESPACE =
            Pattern.compile("urn:iso:std:iso:20022:tech:xsd:camt\\.053\\.001\\.(0[2-9]|1[0-3])");
    private static final int DEEPEST = 40;

    private Camt053() {}

    /**
     * The element {@code BkToCstmrStmt}.
     *
     * @throws Problem TOO_LARGE, or INVALID with the line where it stops being what it should be
     */
    static Element read(byte[] file) {
        if (file.length > MOST_BYTES) {
            throw new Problem(Problem.Kind.TOO_LARGE, "treasury.problem.too-large");
        }
        Charset encoding = check(file);
        String text = new String(file, encoding).replaceFirst("^\\uFEFF", "");
        AbstractMX message = AbstractMX.parse(text);
        if (message == null) {
            throw invalid("treasury.problem.not-camt053", "");
        }
        Element document = message.element();
        for (var child = document.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && "BkToCstmrStmt".equals(element.getLocalName())) {
                return element;
            }
        }
        throw invalid("treasury.problem.not-camt053", "");
    }

    private static Problem invalid(String key, String where) {
        return new Problem(Problem.Kind.INVALID, key, Map.of("where", where));
    }

    /** Well-formed, without a document type (and so without entities), not too deep, with a namespace that we know. */
    private static Charset check(byte[] file) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(file));
            Charset encoding = encoding(reader);
            boolean known = false;
            int depth = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw invalid("treasury.problem.document-type", place(reader));
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        if (depth > DEEPEST) {
                            throw invalid("treasury.problem.not-xml", place(reader));
                        }
                        known = known || isStatement(reader);
                    }
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    default -> {
                        // Text and comments.
                    }
                }
            }
            if (!known) {
                throw invalid("treasury.problem.not-camt053", "");
            }
            return encoding;
        } catch (XMLStreamException e) {
            throw invalid(
                    "treasury.problem.not-xml",
                    e.getLocation() == null
                            ? "1:1"
                            : e.getLocation().getLineNumber() + ":"
                                    + e.getLocation().getColumnNumber());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw invalid("treasury.problem.not-xml", "1:1");
        }
    }

    private static boolean isStatement(XMLStreamReader reader) {
        return "Document".equals(reader.getLocalName())
                && reader.getNamespaceURI() != null
                && NAMESPACE.matcher(reader.getNamespaceURI()).matches();
    }

    private static Charset encoding(XMLStreamReader reader) {
        return Optional.ofNullable(reader.getEncoding())
                .or(() -> Optional.ofNullable(reader.getCharacterEncodingScheme()))
                .map(Charset::forName)
                .orElse(StandardCharsets.UTF_8);
    }

    private static String place(XMLStreamReader reader) {
        return reader.getLocation().getLineNumber() + ":" + reader.getLocation().getColumnNumber();
    }
}
