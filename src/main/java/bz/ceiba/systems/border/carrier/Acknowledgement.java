package bz.ceiba.systems.border.carrier;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answer to a PAXLST file: a CUSRES message, which names each fault with the position of its segment. */
final class Acknowledgement {
    private static final int MOST_FAULTS = 999;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMdd:HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Acknowledgement() {}

    static String of(Receipt receipt, String receiver, String own, Instant at) {
        List<String> segments = new ArrayList<>();
        segments.add("UNH+1+CUSRES:D:05B:UN:IATA'");
        // 962: a response of customs. 11: response; 27: not accepted, 44: accepted without reserves, 42: with.
        segments.add("BGM+962+" + own + "+" + code(receipt) + "'");
        segments.add("RFF+TN:" + escaped(receipt.reference()) + "'");
        int listed = 0;
        for (Fault fault : receipt.faults()) {
            if (listed++ == MOST_FAULTS) {
                break;
            }
            // 2: the detail section of what was sent; the item is the segment's position.
            segments.add("ERP+2:" + fault.position() + "'");
            segments.add("ERC+" + (fault.taken() ? "W" : "E") + "'");
            segments.add("FTX+AAO+++" + escaped(fault.code()) + "'");
        }
        segments.add("UNT+" + (segments.size() + 1) + "+1'");
        return "UNB+UNOA:4+CEIBA+" + escaped(receiver) + "+" + TIME.format(at) + "+" + own + "'"
                + String.join("", segments) + "UNZ+1+" + own + "'";
    }

    private static String code(Receipt receipt) {
        if (!receipt.accepted()) {
            return "27";
        }
        return receipt.faults().isEmpty() ? "44" : "42";
    }

    private static String escaped(String text) {
        return text.replaceAll("[^\\x20-\\x7E]", "_").toUpperCase(Locale.ROOT).replaceAll("([?+:'])", "?$1");
    }
}
