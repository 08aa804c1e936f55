package bz.ceiba.platform.documents;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * NSS's software token in a directory. Java can use one, and can't give a new one its PIN; that is done by NSS itself.
 *
 * @param directory where its databases lie
 */
@SuppressWarnings("restricted")
record NssToken(Path directory) {
    private static final Path LIBRARIES = Stream.of(
                    "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib")
            .map(Path::of)
            .filter(place -> Files.exists(place.resolve("libsoftokn3.so")))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(
                    "NSS was not found, on which Chromium depends; install it (Debian: apt-get install libnss3)"));
    static final Path MODULE = LIBRARIES.resolve("libsoftokn3.so");
    /** The first one only computes; this one keeps keys. */
    static final int SLOT = 1;

    private static final Path NSS = LIBRARIES.resolve("libnss3.so");

    /** A new and empty one. */
    static NssToken make(Path directory, String pin) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup nss = SymbolLookup.libraryLookup(NSS, Arena.global());
            check(call(nss, "NSS_InitReadWrite", 1, true).invoke(arena.allocateFrom("sql:" + directory)));
            MemorySegment slot =
                    (MemorySegment) function(nss, "PK11_GetInternalKeySlot", FunctionDescriptor.of(ValueLayout.ADDRESS))
                            .invoke();
            check(call(nss, "PK11_InitPin", 3, true).invoke(slot, MemorySegment.NULL, arena.allocateFrom(pin)));
            call(nss, "PK11_FreeSlot", 1, false).invoke(slot);
            check(call(nss, "NSS_Shutdown", 0, true).invoke());
        } catch (Throwable e) {
            throw new IllegalStateException("the token can't be made", e);
        }
        return new NssToken(directory);
    }

    /** A function of pointers that answers with a number or with nothing. */
    private static MethodHandle call(SymbolLookup library, String name, int pointers, boolean answers) {
        ValueLayout[] arguments = new ValueLayout[pointers];
        java.util.Arrays.fill(arguments, ValueLayout.ADDRESS);
        return function(
                library,
                name,
                answers
                        ? FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments)
                        : FunctionDescriptor.ofVoid(arguments));
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor form) {
        return Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(), form);
    }

    private static void check(Object status) {
        if (!Integer.valueOf(0).equals(status)) {
            throw new IllegalStateException("NSS answered " + status);
        }
    }

    /** The line by which Java's provider finds it. */
    String configuration() {
        return "nssArgs=\"configdir='sql:" + directory + "' certPrefix='' keyPrefix='' secmod='secmod.db' flags=\"";
    }
}
