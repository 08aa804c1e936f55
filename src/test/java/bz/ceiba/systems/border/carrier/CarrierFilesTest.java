package bz.ceiba.systems.border.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is read of carriers' files, and where what can't be read stands. */
class CarrierFilesTest {
    private static final String SEGMENTS = """
            UNB+UNOA:4+BWAIR+CEIBA+261201:0830+REF1++APIS'
            UNG+PAXLST+BWAIR+CEIBA+261201:0830+1+UN+D:05B'
            UNH+M1+PAXLST:D:05B:UN:IATA+BW432/261201+01:F'
            BGM+745'
            NAD+MS+++APIS DESK'
            COM+501 555 0101:TE'
            TDT+20+BW432+++BW'
            LOC+125+POS'
            DTM+189:2612011200:201'
            LOC+87+BZE'
            DTM+232:2612011530:201'
            NAD+FL+++O?'BRIEN:MARY:ANN'
            ATT+2++F'
            DTM+329:640217'
            MEA+CT++:2'
            LOC+178+POS'
            LOC+179+BZE'
            NAT+2+IRL'
            RFF+AVF:ABC123'
            RFF+ABO:P-1'
            RFF+SEA:21A'
            DOC+P:110:111+PW123456'
            DTM+36:310801'
            LOC+91+IRL'
            NAD+FL+++GARCIA:JOSE'
            DTM+329:19900000:102'
            DOC+P+X9'
            LOC+91+MEX'
            CNT+42:2'
            UNT+28+M1'
            UNE+1+1'
            UNZ+1+REF1'
            """;

    private static FileRead edifact(String text) {
        return EdifactReader.read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aListIsReadAsTheGuidelinesHaveIt() {
        FileRead read = edifact(SEGMENTS);
        assertThat(read.faults()).isEmpty();
        CarrierMessage message = read.messages().getFirst();
        assertThat(message.voyage()).isEqualTo("BW432");
        assertThat(message.from() + message.to()).isEqualTo("POSBZE");
        assertThat(message.departs()).isEqualTo(Instant.parse("2026-12-01T12:00:00Z"));
        assertThat(message.arrives()).isEqualTo(Instant.parse("2026-12-01T15:30:00Z"));
        assertThat(message.function()).isEqualTo(Function.FULL);
        assertThat(message.last()).isTrue();
        assertThat(message.statements().getFirst())
                .isEqualTo(new Statement(
                        "P-1",
                        false,
                        new Named(
                                "O'BRIEN",
                                "MARY ANN",
                                "1964-02-17",
                                "F",
                                "IRL",
                                "P",
                                "PW123456",
                                "IRL",
                                "2031-08-01",
                                "POS",
                                "BZE",
                                "21A",
                                "ABC123",
                                2)));
        assertThat(message.statements().get(1).named().born())
                .as("only the year is known")
                .isEqualTo("1990");
        assertThat(message.statements().get(1).key()).isEqualTo("doc:MEX:X9");
    }

    @Test
    void whatIsBrokenIsTakenAsideWithItsPlaceAndTheRestIsTaken() {
        FileRead date = edifact(SEGMENTS.replace("DTM+329:640217'", "DTM+329:641717'"));
        assertThat(date.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.position()).isEqualTo(14);
            assertThat(fault.code()).isEqualTo("date");
            assertThat(fault.raw()).isEqualTo("DTM+329:641717");
        });
        assertThat(date.messages().getFirst().statements()).hasSize(2);

        FileRead name = edifact(SEGMENTS.replace("NAD+FL+++GARCIA:JOSE'", "NAD+FL'"));
        assertThat(name.messages().getFirst().statements()).hasSize(1);
        assertThat(name.faults()).extracting(Fault::position).containsExactly(25, 26, 27, 28);

        FileRead unknown = edifact(SEGMENTS.replace("NAT+2+IRL'", "XYZ+2+IRL'"));
        assertThat(unknown.messages().getFirst().statements()).hasSize(2);
        assertThat(unknown.faults()).extracting(Fault::position).contains(18);

        FileRead control = edifact(SEGMENTS.replace("MARY:ANN", "MARY:A\u0001NN"));
        assertThat(control.faults()).extracting(Fault::code).contains("control-character");
        assertThat(control.messages().getFirst().statements())
                .as("the second traveller is not lost with the first")
                .extracting(one -> one.named().family())
                .contains("GARCIA");

        FileRead cut = edifact(SEGMENTS.substring(0, SEGMENTS.indexOf("LOC+91+MEX")));
        assertThat(cut.messages().getFirst().statements()).hasSize(2);
        assertThat(cut.faults()).extracting(Fault::code).contains("cut-off");

        assertThat(edifact("UNA:+.? 'nonsense'").faults())
                .extracting(Fault::code)
                .containsExactly("no-interchange");
        FileRead voyage = edifact(SEGMENTS.replace("TDT+20+BW432+++BW'", "TDT+20'"));
        assertThat(voyage.messages()).isEmpty();
        assertThat(voyage.faults()).hasSize(28).extracting(Fault::position).contains(3, 30);
    }

    /** As the teletype network brings it: its addresses before, lines of 60 characters wherever they break, a mail server's words after. */
    @Test
    void whatANetworkPutsAroundAnInterchangeSpoilsNothing() {
        String folded = SEGMENTS.replace("\n", "").replaceAll("(.{60})", "$1\r\n");
        FileRead read = edifact("QU BZEAPXH\r\n.POSDDBW 010830\r\n" + folded + "\r\n\r\nChecked for viruses\r\n");
        assertThat(read.faults())
                .extracting(fault -> fault.position() + fault.code() + fault.taken())
                .containsExactly("1beforetrue", "33outsidefalse");
        assertThat(read.messages()).isEqualTo(edifact(SEGMENTS).messages());

        FileRead controls = edifact("\u0001QU BZEAPXH\r\nUNABLE TO DELIVER AT FIRST\r\n\u0002" + folded + "\r\n\u0003");
        assertThat(controls.faults()).extracting(Fault::code).containsExactly("before");
        assertThat(controls.messages()).isEqualTo(read.messages());
    }

    @Test
    void oneBrokenMessageSpoilsNoOther() {
        String message = SEGMENTS.substring(SEGMENTS.indexOf("UNH"), SEGMENTS.indexOf("UNE"));
        String both = SEGMENTS.replace(
                message,
                message.replace("UNT+28+M1'", "") + message.replace("M1", "M2").replace("P-1", "P-2"));
        FileRead read = edifact(both);
        assertThat(read.messages()).hasSize(2);
        assertThat(read.messages().get(1).statements().getFirst().reference()).isEqualTo("P-2");
    }

    @Test
    void charactersAreThoseOfTheLevel() {
        String latin = SEGMENTS.replace("GARCIA:JOSE", "GARC\u00cdA:JOS\u00c9");
        assertThat(edifact(latin).faults()).singleElement().satisfies(fault -> assertThat(fault.code() + fault.taken())
                .isEqualTo("repertoiretrue"));
        FileRead level = edifact(latin.replace("UNOA", "UNOC"));
        assertThat(level.faults()).isEmpty();
        assertThat(level.messages().getFirst().statements().get(1).named().family())
                .isEqualTo("GARC\u00cdA");
    }

    @Test
    void aListOfThousandsIsReadInSecondsAtMost() {
        String travellers = IntStream.range(0, 2_000)
                .mapToObj(n -> "NAD+FL+++FAMILY" + (char) ('A' + n % 26) + ":GIVEN'DTM+329:800101'RFF+ABO:T" + n
                        + "'DOC+P+D" + n + "'LOC+91+USA'")
                .collect(Collectors.joining());
        String text = SEGMENTS.replaceFirst("(?s)NAD\\+FL.*?CNT\\+42:2'", travellers + "CNT+42:2000'");
        FileRead read = edifact(text);
        assertThat(read.messages().getFirst().statements()).hasSize(2_000);
    }

    @Test
    void csvIsReadLineByLine() {
        String text = """
                sent,reference,voyage,from,to,departs,arrives,function,family,given,born,nationality,document_number,document_issuer
                2026-12-01T08:00:00Z,R1,ADO7,Chetumal,Belize City,2026-12-01T12:00:00Z,,full,"Garc\u00eda, Ruiz",Jos\u00e9,1980-02,MEX,G1,MEX
                2026-12-01T08:00:00Z,R1,ADO7,Chetumal,Belize City,2026-12-01T12:00:00Z,,full,Smith,Ann,1980-13-40,GBR,G2,GBR
                2026-12-01T08:00:00Z,R1,ADO7,Chetumal,Belize City,2026-12-01T12:00:00Z,,full,"Open,Ann,1980,GBR,G3,GBR
                2026-12-01T08:00:00Z,R1,ADO7,Chetumal,Belize City,2026-12-01T12:00:00Z,,full,Li,Wei,,CHN,G4,CHN
                """;
        FileRead read = CsvReader.read(text.getBytes(StandardCharsets.UTF_8));
        assertThat(read.messages().getFirst().statements())
                .extracting(one -> one.named().family())
                .containsExactly("Garc\u00eda, Ruiz", "Li");
        assertThat(read.faults()).extracting(Fault::position).containsExactly(3, 4);
        assertThat(CsvReader.read(new byte[] {(byte) 0xFF}).faults())
                .extracting(Fault::code)
                .containsExactly("columns");
    }

    /** As airlines send it: service characters of their own, no release character, words with spaces. */
    @Test
    void otherServiceCharactersAreRead() {
        String own = "UNA:(.) -"
                + SEGMENTS.replace("?'", "'")
                        .replace("P-1", "P)-1")
                        .replace('+', '(')
                        .replaceAll("'(?=\n)", "-");
        FileRead read = edifact(own);
        assertThat(read.faults()).isEmpty();
        assertThat(read.messages()).isEqualTo(edifact(SEGMENTS).messages());

        String none = "UNA:+.  '" + SEGMENTS.replace("O?'BRIEN", "VAN DER BERG");
        FileRead without = edifact(none);
        assertThat(without.faults()).isEmpty();
        assertThat(without.messages().getFirst().statements().getFirst().named().family())
                .isEqualTo("VAN DER BERG");

        String swapped =
                "UNA+:.? '" + SEGMENTS.replace('+', '!').replace(':', '+').replace('!', ':');
        assertThat(edifact(swapped).messages()).isEqualTo(edifact(SEGMENTS).messages());
    }

    @Test
    void groupsCountTheirMessagesAndTheInterchangeItsGroups() {
        assertThat(edifact(SEGMENTS.replace("UNE+1+1'", "UNE+2+1'")).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.code() + fault.position()).isEqualTo("trailer31"));
        assertThat(edifact(SEGMENTS.replace("UNE+1+1'", "UNE+1+9'")).faults())
                .extracting(Fault::position)
                .containsExactly(31);
        assertThat(edifact(SEGMENTS.replace("UNZ+1+REF1'", "UNZ+3+REF1'")).faults())
                .extracting(Fault::position)
                .containsExactly(32);
        assertThat(edifact(SEGMENTS.replace("UNE+1+1'\n", "")).faults())
                .extracting(Fault::code)
                .containsExactly("cut-off");
    }

    /** What is sent in one go may be several interchanges; each has its own time and reference. */
    @Test
    void aFileMayHoldSeveralInterchanges() {
        String later = SEGMENTS.replace(":0830+", ":0930+").replace("REF1", "REF2");
        FileRead read = edifact("UNA:+.? '" + SEGMENTS + "UNA:(.) -"
                + later.replace("?'", "'")
                        .replace("P-1", "P)-1")
                        .replace('+', '(')
                        .replaceAll("'(?=\n)", "-"));
        assertThat(read.faults()).isEmpty();
        assertThat(read.reference()).isEqualTo("REF1");
        assertThat(read.messages())
                .extracting(message -> message.stamp().at())
                .containsExactly(Instant.parse("2026-12-01T08:30:00Z"), Instant.parse("2026-12-01T09:30:00Z"));
        FileRead broken = edifact(SEGMENTS + later.replace("DTM+329:640217'", "DTM+329:641717'"));
        assertThat(broken.faults())
                .extracting(fault -> fault.code() + fault.position())
                .as("places count on in the file")
                .containsExactly("date46");
    }

    /** The first part says C and the last F; those between say only which they are. */
    @Test
    void aPartBetweenIsNotTheLast() {
        assertThat(edifact(SEGMENTS.replace("+01:F'", "+02'"))
                        .messages()
                        .getFirst()
                        .last())
                .isFalse();
        assertThat(edifact(SEGMENTS.replace("+01:F'", "'"))
                        .messages()
                        .getFirst()
                        .last())
                .isTrue();
    }

    @Test
    void whoIsNamedWithAnotherOnesDocumentIsNotLost() {
        String infant = SEGMENTS.replace("RFF+ABO:P-1'\n", "")
                .replace("UNT+28", "UNT+27")
                .replace("DOC+P+X9'\nLOC+91+MEX'", "DOC+P+PW123456'\nLOC+91+IRL'");
        FileRead read = edifact(infant);
        assertThat(read.messages().getFirst().statements()).hasSize(1);
        assertThat(read.faults())
                .extracting(fault -> fault.code() + fault.position() + fault.taken())
                .containsExactly("twice24false", "of-twice25false", "of-twice26false", "of-twice27false");
        String again = SEGMENTS.replace("NAD+FL+++GARCIA:JOSE'", "RFF+ABO:P-1'\nNAD+FL+++O?'BRIEN:MARY:ANN'");
        assertThat(edifact(again).faults())
                .as("the same one twice")
                .extracting(Fault::code)
                .doesNotContain("twice");
    }

    @Test
    void thePassportIsTheDocumentAlsoBehindTheVisa() {
        Named named = edifact(SEGMENTS.replace(
                        "DOC+P:110:111+PW123456'", "DOC+V+V77'\nDTM+36:270101'\nLOC+91+BLZ'\nDOC+P:110:111+PW123456'"))
                .messages()
                .getFirst()
                .statements()
                .getFirst()
                .named();
        assertThat(named.documentType() + named.documentNumber() + named.documentIssuer() + named.documentExpires())
                .isEqualTo("PPW123456IRL2031-08-01");
    }

    @Test
    void aVoyageIsKnownWithItsZerosAndWithoutThem() {
        assertThat(edifact(SEGMENTS.replace("BW432+++BW", "BW0432+++BW"))
                        .messages()
                        .getFirst()
                        .voyage())
                .isEqualTo("BW432");
        assertThat(Carriers.number("a9 0707")).isEqualTo("A9707");
        assertThat(Carriers.number("UA2005")).isEqualTo("UA2005");
        assertThat(Carriers.number("U20138")).isEqualTo("U2138");
        assertThat(Carriers.number("BW-0")).isEqualTo("BW0");
    }

    /** What no database takes is quarantined; the rest of the file is taken. */
    @Test
    void whatCannotBeKeptIsTakenAside() {
        FileRead header = edifact(SEGMENTS.replace("REF1", "R\u0000EF1"));
        assertThat(header.messages()).isEmpty();
        assertThat(header.reference()).doesNotContain("\u0000");
        assertThat(header.faults()).extracting(Fault::code).contains("control-character");
        FileRead begin = edifact(SEGMENTS.replace("BW432/261201", "X".repeat(3_000)));
        assertThat(begin.messages()).isEmpty();
        assertThat(begin.faults()).extracting(Fault::position).contains(3, 30);

        String head = "sent,reference,voyage,from,to,departs,function,family,given\n";
        String row = "2026-12-01T08:00:00Z,R1,ADO7,CTM,BZE,2026-12-01T12:00:00Z,full,";
        FileRead read = CsvReader.read((head + row + "R\u0000uiz,Ana\n" + row + "R".repeat(3_000) + ",Ana\n"
                        + row.replace("2026-12-01T12", "+999999-12-01T12") + "Cal,Ana\n"
                        + row.replace("2026-12-01T08", "-999999-12-01T08") + "Cal,Ana\n" + row + "Good,Ana\n")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(read.faults())
                .extracting(fault -> fault.code() + fault.position())
                .containsExactly("control-character2", "value3", "value4", "value5");
        assertThat(read.messages()).singleElement().satisfies(message -> assertThat(message.statements())
                .hasSize(1));
    }

    /** RFC 4180: what is quoted may have line breaks. A column that is named twice says nothing for certain. */
    @Test
    void csvMayHaveLineBreaksInQuotes() {
        String head = "\uFEFFsent,reference,voyage,from,to,departs,function,family,given\r\n";
        String row = "2026-12-01T08:00:00Z,R1,ADO7,\"Chetumal,\r\nbus \"\"A\"\"\",BZE,2026-12-01T12:00:00Z,full,";
        FileRead read = CsvReader.read(
                (head + row + "Ruiz,Ana\r\n\r\n" + row + "Cal\r\n" + row + "Li,Wei").getBytes(StandardCharsets.UTF_8));
        assertThat(read.messages()).singleElement().satisfies(message -> {
            assertThat(message.from()).isEqualTo("Chetumal, bus \"A\"");
            assertThat(message.statements())
                    .extracting(one -> one.named().family())
                    .containsExactly("Ruiz", "Li");
        });
        assertThat(read.faults())
                .extracting(fault -> fault.code() + fault.position())
                .containsExactly("cells5", "cells6");
        assertThat(CsvReader.read((head.replace("given", "given,family") + row + "Ruiz,Ana,Cal\r\n")
                                .getBytes(StandardCharsets.UTF_8))
                        .faults())
                .extracting(Fault::code)
                .containsExactly("columns");
    }
}
