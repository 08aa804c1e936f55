package bz.ceiba.platform.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.util.DeliveryReceiptState;
import org.junit.jupiter.api.Test;

/** The form of a receipt's text is each centre's own (SMPP 3.4, appendix B); its parameters are not. */
class SmsReceiptTest {
    private static Optional<SmsReceipt> read(String text, OptionalParameter... parameters) {
        DeliverSm message = new DeliverSm();
        message.setShortMessage(text.getBytes(StandardCharsets.ISO_8859_1));
        message.setOptionalParameters(parameters);
        return SmsReceipt.of(message);
    }

    @Test
    void theTextOfTheSpecificationIsRead() {
        assertThat(read("id:0123456789 sub:001 dlvrd:000 submit date:2611281530 done date:2611281531"
                        + " stat:UNDELIV err:001 text:Your certificate is"))
                .contains(new SmsReceipt("0123456789", DeliveryReceiptState.UNDELIV, "UNDELIV, error 001"));
    }

    @Test
    void whatACentreLeavesOutOrWritesOtherwiseDoesNotLoseTheReceipt() {
        SmsReceipt delivered = new SmsReceipt("15267-58174", DeliveryReceiptState.DELIVRD, "DELIVRD");
        assertThat(read("id:15267-58174 submit date:1701240904 done date:1701240904 stat:DELIVRD text:hello"))
                .contains(delivered);
        assertThat(
                        read(
                                "ID:15267-58174 SUB:1 DLVRD:1 SUBMIT DATE:20261128153000 DONE DATE:20261128153101 STAT:DELIVRD"))
                .contains(delivered);
        assertThat(read("id:15267-58174 done date:unknown stat:DELIVRD")).contains(delivered);
    }

    @Test
    void theParametersAloneAreEnoughAndCountMoreThanTheText() {
        OptionalParameter id = new OptionalParameter.Receipted_message_id("7f3a");
        OptionalParameter expired = new OptionalParameter.Message_state((byte) 3);
        assertThat(read("", id, expired)).contains(new SmsReceipt("7f3a", DeliveryReceiptState.EXPIRED, "EXPIRED"));
        assertThat(read("id:32570 stat:ENROUTE err:000", id, expired).map(SmsReceipt::id))
                .contains("7f3a");
        assertThat(read("id:32570 stat:ENROUTE err:000", id, expired).map(SmsReceipt::state))
                .contains(DeliveryReceiptState.EXPIRED);
    }

    @Test
    void aLongTextComesAsAParameter() {
        OptionalParameter payload = new OptionalParameter.Message_payload(
                "id:77 stat:REJECTD err:0x45".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read("", payload))
                .contains(new SmsReceipt("77", DeliveryReceiptState.REJECTD, "REJECTD, error 0x45"));
    }

    @Test
    void whatSaysNeitherWhichMessageNorWhatBecameOfItIsNone() {
        assertThat(read("stat:DELIVRD err:000")).isEmpty();
        assertThat(read("id:77 stat:PERHAPS")).isEmpty();
        assertThat(read("", new OptionalParameter.Receipted_message_id("77"))).isEmpty();
    }
}
