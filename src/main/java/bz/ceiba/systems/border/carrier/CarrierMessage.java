package bz.ceiba.systems.border.carrier;

import java.time.Instant;
import java.util.List;

/**
 * A message about one voyage, as it was read.
 *
 * @param voyage the carrier's code with the number, such as {@code BW432}
 * @param departs when, as planned, and whence
 * @param arrives when, as planned, and where; null when it does not say
 * @param part of a list that came in several, from 1
 * @param last whether it is the last part
 */
record CarrierMessage(
        String reference,
        Stamp stamp,
        String voyage,
        String from,
        String to,
        Instant departs,
        @org.jspecify.annotations.Nullable Instant arrives,
        boolean crew,
        Function function,
        int part,
        boolean last,
        List<Statement> statements) {
    CarrierMessage {
        voyage = Carriers.number(voyage);
        statements = List.copyOf(statements);
    }
}
