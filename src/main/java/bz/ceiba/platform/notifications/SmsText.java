package bz.ceiba.platform.notifications;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text as short messages: in the GSM 7-bit default alphabet if it has all the characters (3GPP TS 23.038, 6.2.1), one
 * septet to an octet as SMPP carries it, else in UCS-2; in several parts with a concatenation header (3GPP TS 23.040,
 * 9.2.3.24.1) when it does not fit one.
 *
 * @param unicode whether the parts are in UCS-2
 * @param parts each with its user data header if there are several
 */
record SmsText(boolean unicode, List<byte[]> parts) {
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENDED = "\f^{}\\[~]|€";
    private static final byte[] EXTENDED_CODES = {0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65};
    private static final char ESCAPE = 0x1b;
    private static final int GSM_SINGLE = 160;
    private static final int GSM_PART = 153;
    private static final int UCS2_SINGLE_OCTETS = 140;
    private static final int UCS2_PART_OCTETS = 134;
    private static final int MOST_PARTS = 10;
    static final int HEADER_OCTETS = 6;

    /**
     * @param reference the same in all parts of a message and different in the recipient's next one, 0 to 255
     */
    static SmsText of(String text, int reference) {
        List<byte[]> gsm = new ArrayList<>();
        List<byte[]> ucs2 = new ArrayList<>();
        boolean unicode = false;
        for (int point : text.codePoints().toArray()) {
            byte[] code = gsm(point);
            unicode |= code.length == 0;
            gsm.add(code);
            ucs2.add(Character.toString(point).getBytes(StandardCharsets.UTF_16BE));
        }
        List<byte[]> parts =
                unicode ? split(ucs2, UCS2_SINGLE_OCTETS, UCS2_PART_OCTETS) : split(gsm, GSM_SINGLE, GSM_PART);
        return new SmsText(unicode, parts.size() == 1 ? parts : withHeaders(parts, reference));
    }

    /** One octet, two with the escape, or none for a character that is not in the alphabet. */
    private static byte[] gsm(int point) {
        int index = point == ESCAPE ? -1 : BASIC.indexOf(point);
        if (index >= 0) {
            return new byte[] {(byte) index};
        }
        int extended = EXTENDED.indexOf(point);
        return extended >= 0 ? new byte[] {ESCAPE, EXTENDED_CODES[extended]} : new byte[0];
    }

    /** No character is cut in two; what would need more than ten parts is cut short. */
    private static List<byte[]> split(List<byte[]> characters, int single, int part) {
        int total = characters.stream().mapToInt(c -> c.length).sum();
        int size = total <= single ? single : part;
        List<byte[]> parts = new ArrayList<>();
        ByteArrayOutputStream current = new ByteArrayOutputStream();
        for (byte[] character : characters) {
            if (current.size() + character.length > size) {
                parts.add(current.toByteArray());
                current.reset();
            }
            current.writeBytes(character);
        }
        parts.add(current.toByteArray());
        return parts.size() <= MOST_PARTS ? parts : parts.subList(0, MOST_PARTS);
    }

    private static List<byte[]> withHeaders(List<byte[]> parts, int reference) {
        List<byte[]> whole = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            byte[] part = parts.get(i);
            byte[] octets = new byte[HEADER_OCTETS + part.length];
            octets[0] = 5;
            octets[1] = 0;
            octets[2] = 3;
            octets[3] = (byte) reference;
            octets[4] = (byte) parts.size();
            octets[5] = (byte) (i + 1);
            System.arraycopy(part, 0, octets, HEADER_OCTETS, part.length);
            whole.add(octets);
        }
        return whole;
    }

    /** Reads a part without its header. */
    static String decode(boolean unicode, byte[] octets) {
        if (unicode) {
            return new String(octets, StandardCharsets.UTF_16BE);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == ESCAPE && i + 1 < octets.length) {
                byte code = octets[++i];
                for (int e = 0; e < EXTENDED_CODES.length; e++) {
                    if (EXTENDED_CODES[e] == code) {
                        text.append(EXTENDED.charAt(e));
                    }
                }
            } else if (octets[i] >= 0) {
                text.append(BASIC.charAt(octets[i]));
            }
        }
        return text.toString();
    }
}
