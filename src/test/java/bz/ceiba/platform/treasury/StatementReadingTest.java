package bz.ceiba.platform.treasury;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementReadingTest {
    private static Problem refusal(String xml) {
        return refusal(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem refusal(byte[] file) {
        try {
            StatementReading.read(file);
        } catch (Problem problem) {
            return problem;
        }
        throw new AssertionError("it was read");
    }

    private static TestStatement statement(String version) {
        return new TestStatement(version, "12 345")
                .at(7, java.time.LocalDate.of(2026, 11, 23), 100_00)
                .line(20_00, "REF-1")
                .words(5_05, "rent for PR-26-7K4MX2-J, thanks")
                .settlement(97_00, 3_00, "co_1", "co_2")
                .line(-2_50, "NOTPROVIDED")
                .batch(new long[] {10_00, 11_00}, "A1", "A2")
                .pending(99_00);
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "08"})
    void whatTheBankWroteIsReadTheSameInEachVersion(String version) {
        BankStatement read = StatementReading.read(statement(version).file()).getFirst();
        assertThat(read.account()).isEqualTo("12345");
        assertThat(read.sequence()).isEqualTo(7L);
        assertThat(read.opening()).isEqualTo(Money.ofCents(100_00));
        assertThat(read.closing()).isEqualTo(Money.ofCents(240_55));
        assertThat(read.lines())
                .extracting(line -> line.amount().cents())
                .containsExactly(20_00L, 5_05L, 97_00L, -2_50L, 10_00L, 11_00L);
        assertThat(read.lines().get(0).references()).containsExactly("REF-1");
        assertThat(read.lines().get(0).party()).isEqualTo("Flor & Sons");
        assertThat(read.lines().get(1).references()).contains("PR-26-7K4MX2-J");
        assertThat(read.lines().get(2).charges()).isEqualTo(Money.ofCents(3_00));
        assertThat(read.lines().get(2).references()).containsExactly("co_1", "co_2");
        assertThat(read.lines().get(5).references()).containsExactly("A2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"03", "04", "05", "06", "07", "09", "10", "11", "12", "13"})
    void otherVersionsAreReadByTheirNamespace(String version) {
        String xml = new TestStatement("08", "1").line(1_00, "X").xml().replace("053.001.08", "053.001." + version);
        String stated = Integer.parseInt(version) < 8 && Integer.parseInt(version) < 7 ? "BOOK" : "<Cd>BOOK</Cd>";
        assertThat(StatementReading.read(xml.replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>" + stated + "</Sts>")
                        .getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .satisfies(read -> assertThat(read.lines()).hasSize(1));
    }

    private static BankStatement read(String xml) {
        return StatementReading.read(xml.getBytes(StandardCharsets.UTF_8)).getFirst();
    }

    /** A card of another country: what was instructed is in its money, what was booked in ours. */
    @Test
    void transactionsInAnotherCurrencyCountByWhatTheyAreInTheAccountsOwn() {
        TestStatement statement = new TestStatement("02", "1").batch(new long[] {20_00, 11_00}, "A1", "A2");
        String first = "<AmtDtls><TxAmt><Amt Ccy=\"BZD\">20.00</Amt></TxAmt></AmtDtls>";
        String dollars = "<TxAmt><Amt Ccy=\"USD\">10.00</Amt></TxAmt>";
        assertThat(statement.xml()).contains(first);

        assertThat(read(statement
                                .xml()
                                .replace(
                                        first,
                                        "<AmtDtls>" + dollars
                                                + "<CntrValAmt><Amt Ccy=\"BZD\">20.00</Amt></CntrValAmt></AmtDtls>"))
                        .lines())
                .extracting(line -> line.amount().cents())
                .containsExactly(20_00L, 11_00L);
        assertThat(read(statement.xml().replace(first, "<AmtDtls>" + dollars + "</AmtDtls>"))
                        .lines())
                .as("nothing says what it is in ours: then only the entry is sure")
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.amount()).isEqualTo(Money.ofCents(31_00));
                    assertThat(line.references()).contains("A1", "A2");
                });
    }

    @Test
    void chargesInAnotherCurrencyAreNotOurs() {
        String xml =
                new TestStatement("08", "1").settlement(97_00, 3_00, "co_1").xml();
        String foreign = xml.replace("<Amt Ccy=\"BZD\">3.00", "<Amt Ccy=\"USD\">1.50");
        assertThat(foreign).isNotEqualTo(xml);
        assertThat(read(foreign).lines()).singleElement().satisfies(line -> {
            assertThat(line.amount()).isEqualTo(Money.ofCents(97_00));
            assertThat(line.charges()).isEqualTo(Money.ZERO);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "08"})
    void chargesThatStandInTheEntryCountAsThoseOfItsOneTransaction(String version) {
        String xml =
                new TestStatement(version, "1").settlement(97_00, 3_00, "co_1").xml();
        String charges = xml.substring(xml.indexOf("<Chrgs>"), xml.indexOf("</Chrgs>") + "</Chrgs>".length());
        String above = xml.replace(charges, "").replace("<NtryDtls>", charges + "<NtryDtls>");
        assertThat(read(above).lines().getFirst().charges()).isEqualTo(Money.ofCents(3_00));
        assertThat(read(xml.replace("<NtryDtls>", charges + "<NtryDtls>"))
                        .lines()
                        .getFirst()
                        .charges())
                .as("said in both places it is the same one")
                .isEqualTo(Money.ofCents(3_00));
    }

    /** As many banks do: each of an entry's transactions has the entry's own reference. */
    @Test
    void transactionsThatShareTheirEntrysReferenceAreToldApart() {
        TestStatement statement = new TestStatement("08", "1").batch(new long[] {20_00, 20_00}, "A1", "A2");
        BankStatement shared = read(statement.xml().replace("</Refs>", "<AcctSvcrRef>B-77</AcctSvcrRef></Refs>"));
        assertThat(shared.lines())
                .extracting(BankStatement.BankLine::bankReference)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(shared.lines())
                .as("what is reversed names the bank's own reference")
                .allSatisfy(line -> assertThat(line.references()).contains("B-77"));
    }

    /** The schema allows 35 characters; an index does not hold thousands. */
    @Test
    void whatIsTooLongToBeAReferenceIsNotTakenForOne() {
        String xml = statement("08").xml();
        String number = xml.substring(xml.indexOf("<Stmt><Id>") + 10, xml.indexOf("</Id><Elctrnc"));
        assertThat(refusal(xml.replace("<Stmt><Id>" + number, "<Stmt><Id>" + "9".repeat(5_000)))
                        .arguments())
                .containsEntry("where", "Stmt 1, Id");
        String reference = xml.substring(xml.indexOf("<AcctSvcrRef>") + 13, xml.indexOf("</AcctSvcrRef>"));
        assertThat(read(xml.replace(reference, reference.repeat(200)))
                        .lines()
                        .getFirst()
                        .bankReference())
                .isNull();
    }

    @Test
    void anExternalEntityIsNeitherReadNorAskedFor(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "REF-SECRET");
        String xml = statement("08").xml().replace("REF-1", "&leak;");
        String attack = xml.replace(
                "<Document", "<!DOCTYPE Document [<!ENTITY leak SYSTEM \"" + secret.toUri() + "\">]><Document");
        Problem problem = refusal(attack);
        assertThat(problem.key()).isEqualTo("treasury.problem.document-type");
        assertThat(problem.arguments().get("where")).startsWith("2:");
    }

    @Test
    void aBombOfEntitiesIsRefusedAtItsDoor() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE Document [<!ENTITY a0 \"lol\">");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a")
                    .append(i)
                    .append(" \"&a")
                    .append(i - 1)
                    .append(";&a")
                    .append(i - 1)
                    .append(";\">");
        }
        String xml =
                statement("08").xml().replace("<Document", bomb + "]><Document").replace("REF-1", "&a29;");
        assertThat(refusal(xml).key()).isEqualTo("treasury.problem.document-type");
    }

    @Test
    void whatIsWrongIsToldWithItsPlace() {
        assertThat(refusal("<Document>").key()).isEqualTo("treasury.problem.not-xml");
        assertThat(refusal("hello").arguments()).containsEntry("where", "1:1");
        assertThat(refusal("<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'/>")
                        .key())
                .isEqualTo("treasury.problem.not-camt053");
        assertThat(refusal(statement("08").xml().replace(">20.00<", ">twenty<")).arguments())
                .containsEntry("where", "Stmt 1, Ntry 1, Amt");
        assertThat(refusal(statement("08").xml().replace(">20.00<", ">20.001<")).arguments())
                .containsEntry("where", "Stmt 1, Ntry 1, Amt");
        assertThat(refusal(statement("08").xml().replace(">20.00<", ">92233720368547758.07<"))
                        .arguments())
                .as("a sum that our books can't hold")
                .containsEntry("where", "Stmt 1, Ntry 1, Amt");
        assertThat(refusal(statement("08").xml().replace("Ccy=\"BZD\">20.00", "Ccy=\"USD\">20.00"))
                        .key())
                .isEqualTo("treasury.problem.currency");
        assertThat(refusal(statement("08").xml().replace("OPBD", "ITBD")).arguments())
                .containsEntry("where", "Stmt 1, Bal OPBD");
    }

    @Test
    void aStatementThatDoesNotAddUpIsRefusedWithBothFigures() {
        Problem problem = refusal(statement("08").lyingBy(1).file());
        assertThat(problem.key()).isEqualTo("treasury.problem.balance");
        assertThat(problem.arguments()).containsEntry("sum", "BZ$240.55").containsEntry("closing", "BZ$240.56");
    }

    @Test
    void aFileThatIsTooLargeIsNotParsed() {
        assertThatThrownBy(() -> StatementReading.read(new byte[Camt053.MOST_BYTES + 1]))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("too-large");
    }
}
