package bz.ceiba.platform.payments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Where the demonstration's gateway keeps its checkouts: a file each, of its own, so that it outlives a restart. */
final class DemoVault {
    private static final int MOST = 20_000;

    private final Path directory;
    private final JsonMapper json;
    private final Map<String, DemoCheckout> checkouts = new ConcurrentHashMap<>();

    DemoVault(Path directory, JsonMapper json) {
        this.directory = directory;
        this.json = json;
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".json")).toList()) {
                    DemoCheckout checkout = json.readValue(Files.readAllBytes(file), DemoCheckout.class);
                    checkouts.put(checkout.id(), checkout);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<DemoCheckout> find(String id) {
        return Optional.ofNullable(checkouts.get(id));
    }

    Optional<DemoCheckout> byReference(String reference) {
        return checkouts.values().stream()
                .filter(checkout -> checkout.merchantReference().equals(reference))
                .findFirst();
    }

    /** Adds one, or answers the one that is there for the same reference. */
    synchronized DemoCheckout add(DemoCheckout checkout) {
        Optional<DemoCheckout> before = byReference(checkout.merchantReference());
        if (before.isPresent()) {
            return before.get();
        }
        if (checkouts.size() >= MOST) {
            throw new IllegalStateException("the demonstration's gateway is full; start it with --fresh");
        }
        checkouts.put(checkout.id(), checkout);
        write(checkout);
        return checkout;
    }

    /** Changes one and answers it as it is now. */
    synchronized DemoCheckout change(String id, UnaryOperator<DemoCheckout> change) {
        DemoCheckout changed = change.apply(find(id).orElseThrow());
        checkouts.put(id, changed);
        write(changed);
        return changed;
    }

    List<DemoCheckout> untold() {
        return checkouts.values().stream().filter(DemoCheckout::untold).toList();
    }

    private void write(DemoCheckout checkout) {
        Path file = directory.resolve(checkout.id() + ".json");
        Path fresh = directory.resolve(checkout.id() + ".new");
        try {
            Files.write(fresh, json.writeValueAsBytes(checkout));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
