package bz.ceiba.platform.xroad;

import java.nio.charset.StandardCharsets;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Errors between nodes: SOAP faults, also about REST messages (PR-MESSTRANSP 3.1). */
final class Fault {
    private Fault() {}

    static byte[] of(XroadError error) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><SOAP-ENV:Envelope"
                        + " xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\"><SOAP-ENV:Body><SOAP-ENV:Fault>"
                        + "<faultcode>" + error.type() + "</faultcode><faultstring>" + escape(error.sentence())
                        + "</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What a fault says. */
    static XroadError read(byte[] fault) {
        try {
            Element root = Xml.parse("the other node's error", fault).getDocumentElement();
            return XroadError.heard(text(root, "faultcode"), text(root, "faultstring"));
        } catch (BadContainer e) {
            return XroadError.heard("", String.valueOf(e.getMessage()));
        }
    }

    private static String text(Element root, String name) {
        NodeList found = root.getElementsByTagNameNS("*", name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    /** Characters that no XML may hold, such as those of a path that were percent-encoded, are told by U+FFFD. */
    static String escape(String text) {
        return text.replaceAll("[^\t\n\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "\uFFFD")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
