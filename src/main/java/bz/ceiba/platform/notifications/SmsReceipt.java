package bz.ceiba.platform.notifications;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.util.DeliveryReceiptState;
import org.jspecify.annotations.Nullable;

/**
 * What an SMS centre reports about a message that it took. The parameters {@code receipted_message_id} and
 * {@code message_state} are exact (SMPP 3.4, 5.3.2.12 and 5.3.2.35). A centre that sends none says it in a text of its own
 * form, mostly as in appendix B; of that only what is needed is read, so that a date in another format loses nothing.
 *
 * @param id what the centre called the message when it took it
 * @param words what an officer reads
 */
record SmsReceipt(String id, DeliveryReceiptState state, String words) {
    private static final Pattern ID = field("id");
    private static final Pattern STATE = field("stat");
    private static final Pattern ERROR = field("err");

    private static Pattern field(String name) {
        return Pattern.compile("(?:^|\\s)" + name + ":\\s*(\\S+)", Pattern.CASE_INSENSITIVE);
    }

    /** Empty when it does not say which message it is about, or what became of it. */
    static Optional<SmsReceipt> of(DeliverSm message) {
        String text = text(message);
        OptionalParameter.Receipted_message_id exact =
                message.getOptionalParameter(OptionalParameter.Receipted_message_id.class);
        OptionalParameter.Message_state stated = message.getOptionalParameter(OptionalParameter.Message_state.class);
        Optional<String> id = exact == null
                ? found(ID, text)
                : Optional.of(exact.getValueAsString().strip());
        Optional<DeliveryReceiptState> state =
                stated == null ? found(STATE, text).flatMap(SmsReceipt::named) : numbered(stated.getValue());
        if (id.filter(number -> !number.isEmpty()).isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        String words = state.get().name();
        return Optional.of(new SmsReceipt(
                id.get(),
                state.get(),
                found(ERROR, text).map(error -> words + ", error " + error).orElse(words)));
    }

    private static String text(DeliverSm message) {
        byte @Nullable [] octets = message.getShortMessage();
        OptionalParameter.Message_payload payload =
                message.getOptionalParameter(OptionalParameter.Message_payload.class);
        if ((octets == null || octets.length == 0) && payload != null) {
            octets = payload.getValue();
        }
        return octets == null ? "" : new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static Optional<String> found(Pattern field, String text) {
        Matcher matcher = field.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<DeliveryReceiptState> named(String name) {
        return Arrays.stream(DeliveryReceiptState.values())
                .filter(state -> state.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    private static Optional<DeliveryReceiptState> numbered(byte state) {
        return switch (state) {
            case 1 -> Optional.of(DeliveryReceiptState.ENROUTE);
            case 2 -> Optional.of(DeliveryReceiptState.DELIVRD);
            case 3 -> Optional.of(DeliveryReceiptState.EXPIRED);
            case 4 -> Optional.of(DeliveryReceiptState.DELETED);
            case 5 -> Optional.of(DeliveryReceiptState.UNDELIV);
            case 6 -> Optional.of(DeliveryReceiptState.ACCEPTD);
            case 7 -> Optional.of(DeliveryReceiptState.UNKNOWN);
            case 8 -> Optional.of(DeliveryReceiptState.REJECTD);
            default -> Optional.empty();
        };
    }
}
