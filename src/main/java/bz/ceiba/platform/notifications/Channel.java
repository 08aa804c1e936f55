package bz.ceiba.platform.notifications;

import org.jspecify.annotations.Nullable;

/** A way of reaching people over the network. */
interface Channel {
    /** The name in the table: sms or email. */
    String name();

    /**
     * Hands a message over; returns when the other side has taken it.
     *
     * @return what the other side calls it, if it reports its arrival later; else null
     * @throws Undelivered when it was not taken
     */
    @Nullable
    String send(Delivery delivery) throws Undelivered;

    /** Ends connections; another {@link #send} opens them again. */
    void close();

    /** A message was not taken. */
    final class Undelivered extends Exception {
        private final boolean forGood;

        /**
         * @param forGood whether trying again is useless, as with an address that does not exist
         */
        Undelivered(String message, boolean forGood, @Nullable Throwable cause) {
            super(message, cause);
            this.forGood = forGood;
        }

        boolean forGood() {
            return forGood;
        }
    }
}
