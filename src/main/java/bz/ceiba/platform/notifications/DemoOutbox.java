package bz.ceiba.platform.notifications;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What the demonstration's mail server and SMS centre received, the last 500, newest first. */
final class DemoOutbox {
    private static final int MOST = 500;

    /**
     * A message as it came in over the network.
     *
     * @param channel sms or email
     * @param key the e-mail's Message-ID or the SMS's reference, the same for a duplicate
     * @param parts of how many parts it was put together
     */
    record Received(
            String channel,
            String key,
            String to,
            String from,
            Optional<String> subject,
            String text,
            int parts,
            Instant at) {}

    private final Deque<Received> messages = new ArrayDeque<>();

    synchronized void add(Received message) {
        messages.addFirst(message);
        if (messages.size() > MOST) {
            messages.removeLast();
        }
    }

    synchronized List<Received> newestFirst() {
        return new ArrayList<>(messages);
    }
}
