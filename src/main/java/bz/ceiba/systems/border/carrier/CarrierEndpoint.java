package bz.ceiba.systems.border.carrier;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.PublicPage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** Where carriers' systems send their lists: no cookie and no form, but a certificate that is registered here. */
@Controller
class CarrierEndpoint {
    static final String PATH = "/border/carriers/lists";
    private static final MediaType EDIFACT = new MediaType("application", "EDIFACT");

    private final CarrierRegister register;
    private final TakeList take;
    private final CarrierSettings settings;
    private final Clock clock;

    CarrierEndpoint(CarrierRegister register, TakeList take, CarrierSettings settings, Clock clock) {
        this.register = register;
        this.take = take;
        this.settings = settings;
        this.clock = clock;
    }

    /** Takes a file, EDIFACT or {@code text/csv}; answers CUSRES or JSON. The sender is known by his certificate, whatever the file says. */
    @PublicPage
    @PostMapping(PATH)
    ResponseEntity<Object> take(HttpServletRequest request) throws IOException {
        Carrier carrier = register.of(request)
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "border.problem.carrier-unknown"));
        int most = Math.toIntExact(settings.largest().toBytes());
        byte[] content = request.getInputStream().readNBytes(most + 1);
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        boolean csv = type.startsWith("text/csv");
        Receipt receipt = take.take(carrier, content, csv);
        HttpStatus status = receipt.accepted() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT;
        if (csv) {
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(receipt);
        }
        String own = "C" + Math.floorMod(clock.instant().toEpochMilli(), 10_000_000_000_000L);
        return ResponseEntity.status(status)
                .contentType(EDIFACT)
                .body(Acknowledgement.of(receipt, carrier.code(), own, clock.instant())
                        .getBytes(StandardCharsets.ISO_8859_1));
    }
}
