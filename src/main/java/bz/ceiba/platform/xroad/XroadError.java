package bz.ceiba.platform.xroad;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An error of the exchange itself, not of a service (PR-REST 4.6).
 *
 * <p>Its type begins with who is at fault: {@code Client}, or with where it happened: {@code Server.ServerProxy} or
 * {@code Server.ClientProxy}.
 */
final class XroadError extends RuntimeException {
    private static final String NETWORK = "Server.ClientProxy.NetworkError";

    private final String type;
    private final boolean lost;

    private XroadError(String type, String sentence) {
        this(type, sentence, false);
    }

    private XroadError(String type, String sentence, boolean lost) {
        super(sentence);
        this.type = type;
        this.lost = lost;
    }

    /** The request is none of PR-REST's. */
    static XroadError badRequest(String sentence) {
        return new XroadError("Client.BadRequest", sentence);
    }

    /** What the client asks is not for him. */
    static XroadError accessDenied(String sentence) {
        return new XroadError("Server.ServerProxy.AccessDenied", sentence);
    }

    static XroadError unknownService(String sentence) {
        return new XroadError("Server.ServerProxy.UnknownService", sentence);
    }

    /** The service did not answer. */
    static XroadError serviceFailed(String sentence) {
        return new XroadError("Server.ServerProxy.ServiceFailed", sentence);
    }

    /** What came from another node is not as it was signed, or not by whom it says. */
    static XroadError invalidSignature(String sentence) {
        return new XroadError("Server.ServerProxy.InvalidSignature", sentence);
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
        return new XroadError(NETWORK, sentence);
    }

    /** The connection to it could not be made, or broke; nobody knows what it heard. */
    static XroadError lost(String sentence) {
        return new XroadError(NETWORK, sentence, true);
    }

    boolean isLost() {
        return lost;
    }

    boolean isNetwork() {
        return type.equals(NETWORK);
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
