package bz.ceiba.platform.xroad;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parts of X-Road identifiers on the wire: each percent-encoded by itself (RFC 3986, 2.1; PR-REST 4.2), with slashes between them. */
final class Identifiers {
    private static final int LONGEST = 255;
    /** PR-REST 4.8. */
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9'()+,\\-.=?]{1," + LONGEST + "}");

    private static final Pattern ENCODED = Pattern.compile("([A-Za-z0-9\\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*");

    /**
     * A member, or one of its subsystems, of an instance.
     *
     * @param subsystem the subsystem's code, or null for the member itself
     */
    record Client(
            String instance,
            String memberClass,
            String member,
            @Nullable String subsystem) {
        Client {
            Stream.of(instance, memberClass, member).forEach(Identifiers::require);
            if (subsystem != null) {
                require(subsystem);
            }
        }

        /**
         * @throws IllegalArgumentException saying what is wrong
         */
        static Client parse(String text) {
            List<String> parts = parts(text);
            if (parts.size() < 3 || parts.size() > 4) {
                throw new IllegalArgumentException(
                        "a client is INSTANCE/CLASS/MEMBER or INSTANCE/CLASS/MEMBER/SUBSYSTEM, not '" + text + "'");
            }
            return new Client(parts.get(0), parts.get(1), parts.get(2), parts.size() == 4 ? parts.get(3) : null);
        }

        boolean isOfMember(Client other) {
            return instance.equals(other.instance)
                    && memberClass.equals(other.memberClass)
                    && member.equals(other.member);
        }

        @Override
        public String toString() {
            return join(instance, memberClass, member, subsystem);
        }
    }

    /** A service of a subsystem. */
    record Service(Client provider, String code) {
        Service {
            require(code);
            if (provider.subsystem() == null) {
                throw new IllegalArgumentException("a service belongs to a subsystem");
            }
        }

        /**
         * @throws IllegalArgumentException saying what is wrong
         */
        static Service parse(String text) {
            List<String> parts = parts(text);
            if (parts.size() != 5) {
                throw new IllegalArgumentException(
                        "a service is INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE, not '" + text + "'");
            }
            return new Service(new Client(parts.get(0), parts.get(1), parts.get(2), parts.get(3)), parts.get(4));
        }

        @Override
        public String toString() {
            return provider + "/" + encode(code);
        }
    }

    private Identifiers() {}

    private static void require(String part) {
        if (!ALLOWED.matcher(part).matches()) {
            throw new IllegalArgumentException(
                    "'" + part + "' is no part of an identifier: only letters A to Z, digits and "
                            + "'()+,-.=? are, 1 to " + LONGEST + " of them");
        }
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            parts.add(decode(part));
        }
        return parts;
    }

    /**
     * @throws IllegalArgumentException when it is not percent-encoded UTF-8
     */
    static String decode(String part) {
        if (!ENCODED.matcher(part).matches()) {
            throw new IllegalArgumentException("'" + part + "' is not percent-encoded");
        }
        byte[] bytes = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("'" + part + "' is no UTF-8", e);
        }
    }

    /** All that is allowed in an identifier but {@code ?} may stand in a path as it is (RFC 3986, 3.3). */
    static String encode(String part) {
        return part.replace("?", "%3F");
    }

    private static String join(@Nullable String... parts) {
        return Stream.of(parts)
                .filter(part -> part != null)
                .map(Identifiers::encode)
                .collect(Collectors.joining("/"));
    }
}
