package bz.ceiba.platform.xroad;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Who sent a message that is kept, be it REST (PR-REST) or SOAP (PR-MESS): a request its client, a response its service's owner. */
final class MessageSender {
    private static final List<String> PARTS = List.of("xRoadInstance", "memberClass", "memberCode", "subsystemCode");

    /** Of attributes that RFC 2253 writes as numbers. */
    private static final Map<String, String> NAMES =
            Map.of("2.5.4.5", "serialNumber", "2.5.4.97", "organizationIdentifier");

    private MessageSender() {}

    /**
     * As {@code INSTANCE/CLASS/MEMBER} or {@code INSTANCE/CLASS/MEMBER/SUBSYSTEM}.
     *
     * @throws BadContainer when it is no message of X-Road's
     */
    static String of(byte[] message) {
        String start = new String(message, 0, Math.min(message.length, 16), StandardCharsets.UTF_8).strip();
        return start.startsWith("<") || start.startsWith("\uFEFF<")
                ? soap(message)
                : RestMessage.parse(message).sender();
    }

    private static String soap(byte[] message) {
        Element envelope = Xml.parse(Parts.MESSAGE, message).getDocumentElement();
        Element header = Xml.child(envelope, "Header");
        Element body = Xml.child(envelope, "Body");
        Element first = body == null || Xml.children(body).isEmpty()
                ? null
                : Xml.children(body).getFirst();
        boolean response = first != null
                && (first.getLocalName().endsWith("Response")
                        || first.getLocalName().equals("Fault"));
        Element who = header == null ? null : Xml.child(header, response ? "service" : "client");
        if (who == null) {
            throw new BadContainer("the message does not say who sent it");
        }
        return String.join(
                "/",
                PARTS.stream()
                        .map(part -> Xml.child(who, part))
                        .filter(found -> found != null)
                        .map(found -> found.getTextContent().strip())
                        .toList());
    }

    static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, NAMES);
    }

    /** Whether a certificate's subject has the code of the member in one of its names. */
    static boolean names(X509Certificate certificate, @Nullable String sender) {
        String[] parts = sender == null ? new String[0] : sender.split("/", -1);
        if (parts.length < 3) {
            return false;
        }
        try {
            return new LdapName(subject(certificate))
                    .getRdns().stream().map(Rdn::getValue).anyMatch(value -> parts[2].equals(String.valueOf(value)));
        } catch (InvalidNameException e) {
            throw new IllegalStateException(e);
        }
    }
}
