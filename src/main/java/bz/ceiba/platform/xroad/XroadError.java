package bz.ceiba.platform.xroad;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error of the exchange itself, not of a service (PR-REST 4.6).
 *
 * <p>Its type begins with who is at fault: {@code Client}, or with where it happened: {@code Server.ServerProxy} or
 * {@code Server.ClientProxy}.
 */
final class XroadError extends RuntimeException {
    private static final String PROVIDER = "Server.ServerProxy.";
    private static final String CONSUMER = "Server.ClientProxy.";
    private static final String NETWORK = "NetworkError";
    private static final String DENIED = PROVIDER + "AccessDenied";
    private static final String FAILED = PROVIDER + "ServiceFailed";
    private static final Pattern TYPE = Pattern.compile("(Client|Server)(\\.[A-Za-z]{1,50}){1,4}");

    private final String type;
    private final Origin origin;

    private enum Origin {
        HERE,
        /** On the way, where nobody knows what the other heard. */
        WAY,
        THERE
    }

    private XroadError(String type, String sentence) {
        this(type, sentence, Origin.HERE);
    }

    private XroadError(String type, String sentence, Origin origin) {
        super(sentence);
        this.type = type;
        this.origin = origin;
    }

    /** What another node says to have gone wrong there. */
    static XroadError heard(String type, String sentence) {
        String said = TYPE.matcher(type).matches() ? type : FAILED;
        return new XroadError(said, "The other node refused: " + said + ": " + sentence, Origin.THERE);
    }

    /** The same where this node is that of the consumer: what did not happen at the other one happened at his. */
    XroadError atConsumer() {
        if (origin != Origin.HERE || !type.startsWith(PROVIDER)) {
            return this;
        }
        XroadError same = new XroadError(CONSUMER + type.substring(PROVIDER.length()), sentence());
        same.initCause(this);
        return same;
    }

    /** The request is none of PR-REST's. */
    static XroadError badRequest(String sentence) {
        return new XroadError("Client.BadRequest", sentence);
    }

    /** What the client asks is not for him. */
    static XroadError accessDenied(String sentence) {
        return new XroadError(DENIED, sentence);
    }

    static XroadError unknownService(String sentence) {
        return new XroadError("Server.ServerProxy.UnknownService", sentence);
    }

    /** The service did not answer. */
    static XroadError serviceFailed(String sentence) {
        return new XroadError(FAILED, sentence);
    }

    /** What came from another node is not as it was signed, or not by whom it says. */
    static XroadError invalidSignature(String sentence) {
        return new XroadError("Server.ServerProxy.InvalidSignature", sentence);
    }

    /** Whether a certificate stands is not known. */
    static XroadError validation(String sentence) {
        return new XroadError(PROVIDER + "IncorrectValidationInfo", sentence);
    }

    /** Messages can't be kept as they must be. */
    static XroadError loggingFailed(String sentence) {
        return new XroadError("Server.ServerProxy.LoggingFailed", sentence);
    }

    /** Nothing more can be put on the disk. */
    static XroadError noRoom(String sentence, @Nullable IOException cause) {
        XroadError error = new XroadError("Server.ServerProxy.IOError", sentence);
        error.initCause(cause);
        return error;
    }

    static XroadError internal(String sentence) {
        return new XroadError("Server.ServerProxy.InternalError", sentence);
    }

    /** Another node could not be reached. */
    static XroadError network(String sentence) {
        return new XroadError(CONSUMER + NETWORK, sentence);
    }

    /** The system that answers for a service could not be reached. */
    static XroadError systemAway(String sentence) {
        return new XroadError(PROVIDER + NETWORK, sentence);
    }

    static XroadError systemAway(String sentence, IOException cause) {
        XroadError error = systemAway(sentence);
        error.initCause(cause);
        return error;
    }

    /** The connection to it could not be made, or broke; nobody knows what it heard. */
    static XroadError lost(String sentence) {
        return new XroadError(CONSUMER + NETWORK, sentence, Origin.WAY);
    }

    boolean isLost() {
        return origin == Origin.WAY;
    }

    /** Whether another node said that this is not for who asks. */
    boolean isDenial() {
        return origin == Origin.THERE && type.equals(DENIED);
    }

    boolean isNetwork() {
        return origin != Origin.THERE && type.endsWith(NETWORK);
    }

    String type() {
        return type;
    }

    /** 400 for what the client did wrong, else 500; X-Road has no others. */
    int status() {
        return type.startsWith("Client.") ? 400 : 500;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
