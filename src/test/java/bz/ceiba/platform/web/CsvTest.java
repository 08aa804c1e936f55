package bz.ceiba.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void whatASpreadsheetWouldReckonIsATextAndNumbersStayNumbers() {
        assertThat(new Csv()
                        .line("=HYPERLINK(\"http://evil.example\")", "@SUM(1)", "+1+cmd|' /C calc'!A0", "-2+3", "\tx")
                        .line(-5, "+501 610 1234", "-1,234.50", "–", "a=b", null)
                        .toString())
                .isEqualTo("\"'=HYPERLINK(\"\"http://evil.example\"\")\",'@SUM(1),'+1+cmd|' /C calc'!A0,'-2+3,'\tx\r\n"
                        + "-5,+501 610 1234,\"-1,234.50\",–,a=b,\r\n");
    }
}
