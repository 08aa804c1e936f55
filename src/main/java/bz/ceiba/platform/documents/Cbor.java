package bz.ceiba.platform.documents;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of CBOR (RFC 8949) as a signed code needs: whole numbers, bytes, texts, lists, maps and tags, each in its shortest form and of a known
 * length. Anything else, or anything behind it, is refused.
 */
final class Cbor {
    private static final int DEEPEST = 8;

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int LIST = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;

    /** A value with a tag. */
    record Tagged(long tag, Object value) {}

    /** It is none, or not in this form. */
    static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }

    private Cbor() {}

    /** Writes numbers (Integer, Long), byte[], String, List, Map in its order, and {@link Tagged}. */
    static byte[] write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(value, out);
        return out.toByteArray();
    }

    private static void write(Object value, ByteArrayOutputStream out) {
        switch (value) {
            case Integer number -> write(number.longValue(), out);
            case Long number -> head(number < 0 ? NEGATIVE : UNSIGNED, number < 0 ? -1 - number : number, out);
            case byte[] bytes -> {
                head(BYTES, bytes.length, out);
                out.writeBytes(bytes);
            }
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                head(TEXT, bytes.length, out);
                out.writeBytes(bytes);
            }
            case List<?> list -> {
                head(LIST, list.size(), out);
                list.forEach(one -> write(one, out));
            }
            case Map<?, ?> map -> {
                head(MAP, map.size(), out);
                map.forEach((key, one) -> {
                    write(key, out);
                    write(one, out);
                });
            }
            case Tagged tagged -> {
                head(TAG, tagged.tag(), out);
                write(tagged.value(), out);
            }
            default -> throw new IllegalArgumentException("no CBOR for a " + value.getClass());
        }
    }

    private static void head(int major, long argument, ByteArrayOutputStream out) {
        int type = major << 5;
        if (argument < 24) {
            out.write(type | (int) argument);
            return;
        }
        int bytes = argument < 0x100 ? 1 : argument < 0x1_0000 ? 2 : argument < 0x1_0000_0000L ? 4 : 8;
        out.write(type | 24 + Integer.numberOfTrailingZeros(bytes));
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (argument >>> shift));
        }
    }

    /**
     * Reads one value that takes all of the bytes: Long, byte[], String, List, Map or {@link Tagged}.
     *
     * @throws Malformed when it is none
     */
    static Object read(byte[] bytes) throws Malformed {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Object value = read(in, 0);
        if (in.hasRemaining()) {
            throw new Malformed("something stands behind it");
        }
        return value;
    }

    private static Object read(ByteBuffer in, int depth) throws Malformed {
        if (!in.hasRemaining() || depth > DEEPEST) {
            throw new Malformed("it ends too early or goes too deep");
        }
        int first = in.get() & 0xFF;
        long argument = argument(in, first & 0x1F);
        return switch (first >> 5) {
            case UNSIGNED -> argument;
            case NEGATIVE -> -1 - argument;
            case BYTES -> bytes(in, argument);
            case TEXT -> text(bytes(in, argument));
            case LIST -> list(in, argument, depth);
            case MAP -> map(in, argument, depth);
            case TAG -> new Tagged(argument, read(in, depth + 1));
            default -> throw new Malformed("no such value is expected");
        };
    }

    private static long argument(ByteBuffer in, int low) throws Malformed {
        if (low < 24) {
            return low;
        }
        int bytes = 1 << (low - 24);
        if (low > 27 || in.remaining() < bytes) {
            throw new Malformed("a length is wrong");
        }
        long argument = 0;
        for (int i = 0; i < bytes; i++) {
            argument = argument << 8 | (in.get() & 0xFF);
        }
        long least = bytes == 1 ? 24 : 1L << (4 * bytes);
        if (argument < least) {
            throw new Malformed("a number is not in its shortest form, or too large");
        }
        return argument;
    }

    private static byte[] bytes(ByteBuffer in, long length) throws Malformed {
        if (length > in.remaining()) {
            throw new Malformed("it ends too early");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private static String text(byte[] bytes) throws Malformed {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("a text is no UTF-8");
        }
    }

    private static List<Object> list(ByteBuffer in, long size, int depth) throws Malformed {
        if (size > in.remaining()) {
            throw new Malformed("it ends too early");
        }
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            list.add(read(in, depth + 1));
        }
        return list;
    }

    private static Map<Object, Object> map(ByteBuffer in, long size, int depth) throws Malformed {
        if (size > in.remaining()) {
            throw new Malformed("it ends too early");
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (long i = 0; i < size; i++) {
            if (map.put(read(in, depth + 1), read(in, depth + 1)) != null) {
                throw new Malformed("a key stands there twice");
            }
        }
        return map;
    }
}
