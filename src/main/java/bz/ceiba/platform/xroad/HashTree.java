package bz.ceiba.platform.xroad;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.spi.DSSUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSequence;

/**
 * A tree of digests over many messages, so that one signature or one time-stamp is of all of them (Cybernetica T-4-20): each gets
 * the chain of steps that leads from the top to its own parts, and needs none of the others.
 */
final class HashTree {
    static final DigestAlgorithm ALGORITHM = DigestAlgorithm.SHA512;
    private static final String NAMESPACE = "http://cyber.ee/hashchain";

    /** A part of a message with its SHA-512. */
    record Leaf(String name, byte[] digest) {}

    private final List<List<Leaf>> messages;
    /** By height, the messages' own values first; the last one of an odd level goes up as it is. */
    private final List<List<byte[]>> levels = new ArrayList<>();

    /**
     * @param messages the parts of each message, at least one message, each with at least one part
     */
    HashTree(List<List<Leaf>> messages) {
        this.messages = List.copyOf(messages);
        List<byte[]> level = messages.stream().map(HashTree::leafStep).toList();
        levels.add(level);
        while (level.size() > 1) {
            List<byte[]> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                above.add(i + 1 < level.size() ? step(List.of(level.get(i), level.get(i + 1))) : level.get(i));
            }
            level = above;
            levels.add(level);
        }
    }

    private static byte[] leafStep(List<Leaf> parts) {
        return step(parts.stream().map(Leaf::digest).toList());
    }

    private static byte[] step(List<byte[]> digests) {
        ASN1EncodableVector list = new ASN1EncodableVector();
        digests.forEach(digest -> list.add(HashChainVerification.single(ALGORITHM.getUri(), digest)));
        try {
            return DSSUtils.digest(ALGORITHM, new DERSequence(list).getEncoded("DER"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is signed or stamped.
     *
     * @param chain the name of the file in which each message's chain will lie
     */
    byte[] result(String chain) {
        return utf8("<?xml version=\"1.0\" encoding=\"UTF-8\"?><HashChainResult xmlns=\"" + NAMESPACE
                + "\" xmlns:ds=\"" + Xml.SIGNATURE + "\" URI=\"/" + chain
                + "#STEP0\"><ds:DigestMethod Algorithm=\"" + ALGORITHM.getUri() + "\"/>"
                + value(levels.getLast().getFirst())
                + "</HashChainResult>");
    }

    /** The chain that leads to one message. */
    byte[] chain(int message) {
        StringBuilder xml = new StringBuilder(1024)
                .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?><HashChain xmlns=\"")
                .append(NAMESPACE)
                .append("\" xmlns:ds=\"")
                .append(Xml.SIGNATURE)
                .append("\"><DefaultDigestMethod Algorithm=\"")
                .append(ALGORITHM.getUri())
                .append("\"/>");
        int number = 0;
        for (int height = levels.size() - 2; height >= 0; height--) {
            int at = message >> height;
            int beside = at ^ 1;
            if (beside >= levels.get(height).size()) {
                continue;
            }
            String other = "<HashValue>" + value(levels.get(height).get(beside)) + "</HashValue>";
            String down = "<StepRef URI=\"#STEP" + (number + 1) + "\"/>";
            xml.append("<HashStep id=\"STEP").append(number++).append("\">");
            xml.append(beside < at ? other + down : down + other).append("</HashStep>");
        }
        xml.append("<HashStep id=\"STEP").append(number).append("\">");
        for (Leaf part : messages.get(message)) {
            xml.append("<DataRef URI=\"/").append(part.name()).append("\">");
            xml.append(value(part.digest())).append("</DataRef>");
        }
        return utf8(xml.append("</HashStep></HashChain>").toString());
    }

    private static String value(byte[] digest) {
        return "<ds:DigestValue>" + Base64.getEncoder().encodeToString(digest) + "</ds:DigestValue>";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
