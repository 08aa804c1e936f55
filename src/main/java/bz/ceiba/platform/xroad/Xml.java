package bz.ceiba.platform.xroad;

import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads XML that somebody else wrote: no document types, no entities, nothing fetched. */
final class Xml {
    static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

    private Xml() {}

    /** Readers that nobody uses at the moment: making one takes as long as reading a short file. */
    private static final BlockingQueue<DocumentBuilder> IDLE = new ArrayBlockingQueue<>(64);

    /**
     * @param name what it is called when it is wrong
     * @throws BadContainer when it is no XML
     */
    static Document parse(String name, byte[] content) {
        try {
            DocumentBuilder kept = IDLE.poll();
            DocumentBuilder builder = kept == null ? builder() : kept;
            builder.setErrorHandler(new Silent());
            Document document = builder.parse(new ByteArrayInputStream(content));
            builder.reset();
            var _ = IDLE.offer(builder);
            return document;
        } catch (SAXException | CharConversionException e) {
            throw new BadContainer(
                    "'" + name + "' is no XML: "
                            + String.valueOf(e.getMessage()).replaceAll("\\.$", ""),
                    e);
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DocumentBuilder builder() throws ParserConfigurationException {
        // Not newInstance(), which looks for others through the whole class path each time.
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder();
    }

    /** The children of that name, in any namespace, in their order. */
    static List<Element> children(Node parent, String localName) {
        return children(parent).stream()
                .filter(child -> localName.equals(child.getLocalName()))
                .toList();
    }

    static List<Element> children(Node parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    static @Nullable Element child(Node parent, String localName) {
        List<Element> found = children(parent, localName);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The octets of an element in base64, which may have white space in it. */
    static byte[] octets(String name, @Nullable Element element) {
        if (element == null) {
            throw new BadContainer("'" + name + "' lacks a digest");
        }
        try {
            return Base64.getMimeDecoder().decode(element.getTextContent().strip());
        } catch (IllegalArgumentException e) {
            throw new BadContainer("'" + name + "' holds a digest that is no base64", e);
        }
    }

    /** The parser's own words would stand among the findings. */
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
