package bz.ceiba.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.web.Charts.Bar;
import bz.ceiba.platform.web.Charts.Series;
import gg.jte.Content;
import gg.jte.output.StringOutput;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartsTest {
    private static final String NASTY = "\"><script>alert('x')</script>&";

    private static String drawn(Content chart) {
        StringOutput output = new StringOutput();
        chart.writeTo(output);
        return output.toString();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg.replace("&#34;", "&quot;"))));
    }

    @Test
    void whateverIsWrittenInABarStaysText() throws Exception {
        String svg = drawn(Charts.bars(NASTY, List.of(new Bar(NASTY, 3, NASTY, true))));
        assertThat(svg).doesNotContain("<script");
        Document document = parsed(svg);
        assertThat(document.getDocumentElement().getAttribute("aria-label")).isEqualTo(NASTY);
        assertThat(document.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(document.getElementsByTagName("text").item(0).getTextContent())
                .isEqualTo(NASTY);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void aLongLabelEndsBeforeItsNumberAndIsWholeInTheText() throws Exception {
        String port = "Philip S. W. Goldson International Airport";
        Document document = parsed(drawn(Charts.bars("Queues", List.of(new Bar(port, 3, "fewer than 5", false)))));
        assertThat(document.getElementsByTagName("svg").item(1).getTextContent())
                .isEqualTo(port);
        assertThat(parsed(drawn(Charts.bars("Queues", List.of(new Bar("Sea", 3, "3", false)))))
                        .getElementsByTagName("svg")
                        .getLength())
                .isEqualTo(1);
    }

    @Test
    void whateverIsWrittenInALineStaysText() throws Exception {
        String svg =
                drawn(Charts.lines(NASTY, List.of(NASTY, NASTY), List.of(new Series(NASTY, Arrays.asList(1.0, 2.0)))));
        assertThat(svg).doesNotContain("<script");
        assertThat(parsed(svg).getElementsByTagName("circle").getLength()).isEqualTo(2);
    }

    @Test
    void theLongestBarIsAsWideAsThePictureAndNothingIsNoBar() {
        String svg = drawn(Charts.bars(
                "x", List.of(new Bar("a", 10, "10", false), new Bar("b", 5, "5", false), new Bar("c", 0, "0", false))));
        assertThat(svg).contains("width=\"100.00%\"", "width=\"50.00%\"").doesNotContain("width=\"0.00%\"");
    }

    @Test
    void aMissingValueIsAGapAndNotZero() throws Exception {
        String svg = drawn(
                Charts.lines("x", List.of("1", "2", "3"), List.of(new Series("a", Arrays.asList(1.0, null, 2.0)))));
        assertThat(parsed(svg).getElementsByTagName("circle").getLength()).isEqualTo(2);
        // Three grid lines and the legend's, none between the points.
        assertThat(parsed(svg).getElementsByTagName("line").getLength()).isEqualTo(4);
    }

    @Test
    void nothingButZeroesIsDrawnToo() throws Exception {
        parsed(drawn(Charts.bars("x", List.of(new Bar("a", 0, "0", false)))));
        parsed(drawn(Charts.lines("x", List.of("1"), List.of(new Series("a", Arrays.asList(0.0))))));
    }

    @Test
    void linesAsLongAsTheLabelsOnly() {
        assertThatThrownBy(() -> Charts.lines("x", List.of("1", "2"), List.of(new Series("a", Arrays.asList(0.0)))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
