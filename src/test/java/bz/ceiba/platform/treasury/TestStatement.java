package bz.ceiba.platform.treasury;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Writes camt.053 files as a bank does, of version 02 or 08. */
final class TestStatement {
    private final String version;
    private final String account;
    private final List<String> entries = new ArrayList<>();
    private String number = "S-" + UUID.randomUUID();
    private long sequence;
    private LocalDate day = LocalDate.of(2026, 11, 23);
    private long opening;
    private long sum;
    private long lie;

    TestStatement(String version, String account) {
        this.version = version;
        this.account = account;
    }

    TestStatement number(String text) {
        number = text;
        return this;
    }

    String number() {
        return number;
    }

    TestStatement at(long count, LocalDate date, long openingCents) {
        sequence = count;
        day = date;
        opening = openingCents;
        return this;
    }

    long closing() {
        return opening + sum;
    }

    /** Makes the closing balance wrong by so many cents. */
    TestStatement lyingBy(long cents) {
        lie = cents;
        return this;
    }

    /** Money that arrives, or leaves when negative, with its reference in EndToEndId. */
    TestStatement line(long cents, String reference) {
        return entry(cents, false, "B" + UUID.randomUUID(), detail(null, reference, "", 0));
    }

    TestStatement line(long cents, String reference, String bankReference) {
        return entry(cents, false, bankReference, detail(null, reference, "", 0));
    }

    /** Money with words a person wrote, as the only hint. */
    TestStatement words(long cents, String words) {
        return entry(
                cents,
                false,
                "B" + UUID.randomUUID(),
                detail(null, "NOTPROVIDED", "<RmtInf><Ustrd>" + words + "</Ustrd></RmtInf>", 0));
    }

    /** The gateway's settlement of several captures, less its charges. */
    TestStatement settlement(long cents, long charges, String... references) {
        return entry(
                cents,
                false,
                "B" + UUID.randomUUID(),
                detail(
                        null,
                        "NOTPROVIDED",
                        "<RmtInf><Ustrd>" + String.join(" ", references) + "</Ustrd></RmtInf>",
                        charges));
    }

    TestStatement reversal(long cents, String reference) {
        return entry(cents, true, "B" + UUID.randomUUID(), detail(null, reference, "", 0));
    }

    /** One entry with several transactions. */
    TestStatement batch(long[] cents, String... references) {
        long all = 0;
        StringBuilder details = new StringBuilder();
        for (int i = 0; i < cents.length; i++) {
            all += cents[i];
            details.append(detail(cents[i], references[i], "", 0));
        }
        return entry(all, false, "B" + UUID.randomUUID(), details.toString());
    }

    TestStatement entry(long cents, boolean reversal, String bankReference, String details) {
        sum += cents;
        boolean old = version.equals("02");
        entries.add("<Ntry><Amt Ccy=\"BZD\">" + amount(Math.abs(cents)) + "</Amt><CdtDbtInd>"
                + (cents < 0 ? "DBIT" : "CRDT") + "</CdtDbtInd>"
                + (reversal ? "<RvslInd>true</RvslInd>" : "")
                + (old ? "<Sts>BOOK</Sts>" : "<Sts><Cd>BOOK</Cd></Sts>")
                + "<BookgDt><Dt>" + day + "</Dt></BookgDt><AcctSvcrRef>" + bankReference + "</AcctSvcrRef>"
                + "<BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd><NtryDtls>" + details + "</NtryDtls></Ntry>");
        return this;
    }

    /** An entry that is not booked yet and does not count. */
    TestStatement pending(long cents) {
        entries.add("<Ntry><Amt Ccy=\"BZD\">" + amount(cents) + "</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
                + (version.equals("02") ? "<Sts>PDNG</Sts>" : "<Sts><Cd>PDNG</Cd></Sts>")
                + "<BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd></Ntry>");
        return this;
    }

    private String detail(
            @org.jspecify.annotations.Nullable Long cents, String reference, String remittance, long charges) {
        boolean old = version.equals("02");
        String stated = cents == null
                ? ""
                : old
                        ? "<AmtDtls><TxAmt><Amt Ccy=\"BZD\">" + amount(cents) + "</Amt></TxAmt></AmtDtls>"
                        : "<Amt Ccy=\"BZD\">" + amount(cents) + "</Amt><CdtDbtInd>CRDT</CdtDbtInd>";
        String fee = "<Amt Ccy=\"BZD\">" + amount(charges) + "</Amt><CdtDbtInd>DBIT</CdtDbtInd>";
        String kept =
                charges == 0 ? "" : old ? "<Chrgs>" + fee + "</Chrgs>" : "<Chrgs><Rcrd>" + fee + "</Rcrd></Chrgs>";
        String party = old
                ? "<RltdPties><Dbtr><Nm>Flor &amp; Sons</Nm></Dbtr></RltdPties>"
                : "<RltdPties><Dbtr><Pty><Nm>Flor &amp; Sons</Nm></Pty></Dbtr></RltdPties>";
        return "<TxDtls><Refs><EndToEndId>" + reference + "</EndToEndId></Refs>" + stated + kept + party + remittance
                + "</TxDtls>";
    }

    private static String amount(long cents) {
        return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    }

    private String balance(String code, long cents) {
        return "<Bal><Tp><CdOrPrtry><Cd>" + code + "</Cd></CdOrPrtry></Tp><Amt Ccy=\"BZD\">" + amount(Math.abs(cents))
                + "</Amt><CdtDbtInd>" + (cents < 0 ? "DBIT" : "CRDT") + "</CdtDbtInd><Dt><Dt>" + day
                + "</Dt></Dt></Bal>";
    }

    String xml() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001."
                + version + "\"><BkToCstmrStmt><GrpHdr><MsgId>M-" + number
                + "</MsgId><CreDtTm>2026-11-24T06:00:00</CreDtTm></GrpHdr><Stmt><Id>" + number + "</Id>"
                + (sequence == 0 ? "" : "<ElctrncSeqNb>" + sequence + "</ElctrncSeqNb>")
                + "<CreDtTm>2026-11-24T06:00:00</CreDtTm><Acct><Id><Othr><Id>" + account
                + "</Id></Othr></Id><Ccy>BZD</Ccy></Acct>" + balance("OPBD", opening)
                + balance("CLBD", opening + sum + lie) + String.join("", entries)
                + "</Stmt></BkToCstmrStmt></Document>";
    }

    byte[] file() {
        return xml().getBytes(StandardCharsets.UTF_8);
    }
}
