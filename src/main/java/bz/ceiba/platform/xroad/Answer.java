package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.RestMessage.Header;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a service answers: its own, be it an error, not the exchange's. */
record Answer(
        int status,
        String reason,
        List<Header> headers,
        @Nullable Body body) {
    Answer with(Header header) {
        return new Answer(
                status,
                reason,
                Stream.concat(headers.stream(), Stream.of(header)).toList(),
                body);
    }

    static Answer of(int status, String reason, String mediaType, byte[] body) {
        return new Answer(status, reason, List.of(new Header("content-type", mediaType)), Body.of(body));
    }
}
