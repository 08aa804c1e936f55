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
        private final boolean wrongAddress;

        /**
         * @param forGood whether trying again is useless
         */
        Undelivered(String message, boolean forGood, @Nullable Throwable cause) {
            this(message, forGood, false, cause);
        }

        private Undelivered(String message, boolean forGood, boolean wrongAddress, @Nullable Throwable cause) {
            super(message, cause);
            this.forGood = forGood;
            this.wrongAddress = wrongAddress;
        }

        /** There is no such address: no other message will arrive there either. */
        static Undelivered wrongAddress(String message, @Nullable Throwable cause) {
            return new Undelivered(message, true, true, cause);
        }

        boolean isWrongAddress() {
            return wrongAddress;
        }

        boolean forGood() {
            return forGood;
        }
    }
}
