package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.HashTree.Leaf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this node does with a message: it answers, signs for the member who answers, and keeps both sides. */
final class Node {
    private final Answering answering;
    private final MemberKeys keys;
    private final BatchSigning signing;
    private final MessageLog log;

    Node(Answering answering, MemberKeys keys, BatchSigning signing, MessageLog log) {
        this.answering = answering;
        this.keys = keys;
        this.signing = signing;
        this.log = log;
    }

    /**
     * Answers a request. Both messages are kept before this returns: what is not kept is not answered.
     *
     * @throws XroadError when the exchange refuses
     */
    LoggedMessage answer(LoggedMessage request) {
        log.requireStamps();
        Answer answer = answering.answer(request.head(), request.body());
        try {
            return keep(request, answer);
        } catch (RuntimeException e) {
            if (answer.body() != null) {
                answer.body().close();
            }
            throw e;
        }
    }

    private LoggedMessage keep(LoggedMessage request, Answer answer) {
        RestMessage head = RestMessage.response(
                answer.status(),
                answer.reason(),
                answer.headers(),
                request.head(),
                Digests.requestHash(request.head().bytes(), request.bodyDigest()));
        Identifiers.Service service = request.head().service();
        LoggedMessage response =
                sign(new LoggedMessage(head, answer.body(), null), service == null ? null : service.provider());
        log.keep(MessageLog.Side.ANSWERED, request, response);
        return response;
    }

    /**
     * The message with its sender's signature, if this node has his key.
     *
     * @param sender of whom the message is
     */
    LoggedMessage sign(LoggedMessage message, Identifiers.@Nullable Client sender) {
        if (sender == null) {
            return message;
        }
        return keys.of(sender.member())
                .map(key -> new LoggedMessage(message.head(), message.body(), signing.sign(key, parts(message))))
                .orElse(message);
    }

    private static List<Leaf> parts(LoggedMessage message) {
        List<Leaf> parts = new ArrayList<>();
        parts.add(new Leaf(Parts.MESSAGE, Digests.sha512(message.head().bytes())));
        byte[] body = message.bodyDigest();
        if (body != null) {
            parts.add(new Leaf(Parts.BODY, body));
        }
        return parts;
    }

    MessageLog log() {
        return log;
    }
}
