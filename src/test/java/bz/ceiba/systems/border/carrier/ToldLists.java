package bz.ceiba.systems.border.carrier;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** Passenger lists that a test's own carrier tells of. */
@Component
public class ToldLists {
    private final TakeList take;
    private final CarrierRegister register;
    private final Clock clock;

    ToldLists(TakeList take, CarrierRegister register, Clock clock) {
        this.take = take;
        this.register = register;
        this.clock = clock;
    }

    /**
     * One traveller on a whole list.
     *
     * @param code of the carrier, with which the voyage's number begins
     */
    public void tell(
            String code, String voyage, LocalDate day, String family, String given, String born, String document) {
        Carrier carrier = new Carrier(code, "Test Line " + code, List.of(code), null);
        register.enter(carrier, "test");
        Instant sent = clock.instant().minus(Duration.ofMinutes(5));
        String csv = "sent,reference,voyage,from,to,departs,function,family,given,born,document_number\n" + sent
                + ",R1,"
                + voyage + ",MIA,BZE," + day + "T17:00:00Z,full," + family + "," + given + "," + born + "," + document
                + "\n";
        Receipt receipt = take.take(carrier, csv.getBytes(StandardCharsets.UTF_8), true);
        if (!receipt.faults().isEmpty()) {
            throw new IllegalStateException(receipt.faults().toString());
        }
    }

    /** A whole list of passengers whose names don't matter. */
    public void tell(String code, String voyage, String to, Instant arrives, int passengers) {
        Carrier carrier = new Carrier(code, "Test Line " + code, List.of(code), null);
        register.enter(carrier, "test");
        StringBuilder csv = new StringBuilder("sent,reference,voyage,from,to,departs,arrives,function,family,given\n");
        for (int i = 0; i < passengers; i++) {
            csv.append(String.join(
                            ",",
                            arrives.minus(Duration.ofHours(3)).toString(),
                            "R1",
                            voyage,
                            "MXCTM",
                            to,
                            arrives.minus(Duration.ofHours(2)).toString(),
                            arrives.toString(),
                            "full",
                            "Traveller",
                            "Number " + i))
                    .append('\n');
        }
        Receipt receipt = take.take(carrier, csv.toString().getBytes(StandardCharsets.UTF_8), true);
        if (!receipt.faults().isEmpty()) {
            throw new IllegalStateException(receipt.faults().toString());
        }
    }
}
