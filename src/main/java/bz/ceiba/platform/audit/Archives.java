package bz.ceiba.platform.audit;

import bz.ceiba.platform.audit.Leaves.StoredCheckpoint;
import bz.ceiba.platform.kernel.Country;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was sealed in a month to a file that is verified on its own: the entries as they were sealed, under the last checkpoint of
 * the month, each file with the digest of the one before. A month is Belize's, and an entry belongs to that in which it was sealed. Holds a
 * few thousand entries in memory and no transaction open.
 */
public final class Archives {
    private static final int BATCH = 5_000;

    /** After which a month is over also for a process whose clock is slow. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final Connection connection;
    private final Path directory;

    /**
     * @param connection as any role that may read the schema {@code audit}
     * @param directory where the files are; those that are there are continued
     */
    public Archives(Connection connection, Path directory) {
        this.connection = connection;
        this.directory = directory;
    }

    /** The directory of a server's archives. */
    public static Path in(Path data) {
        return data.resolve("audit").resolve("archive");
    }

    /**
     * Writes each month that is over and not there yet, the oldest first.
     *
     * @return the files that are new
     * @throws IOException when the log is not as it was signed, or a file can't be written; the message says so
     */
    public List<Path> write(Instant now) throws SQLException, IOException {
        List<Path> written = new ArrayList<>();
        YearMonth month = first();
        if (month == null) {
            return written;
        }
        Files.createDirectories(directory);
        YearMonth current = YearMonth.from(now.minus(GRACE).atZone(Country.ZONE));
        @Nullable Path previous = null;
        for (; month.isBefore(current); month = month.plusMonths(1)) {
            Path file = directory.resolve(month + ".audit.gz");
            if (!Files.exists(file)) {
                write(month, previous, file);
                written.add(file);
            }
            previous = file;
        }
        return written;
    }

    private @Nullable YearMonth first() throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("select at from audit.checkpoint order by size limit 1");
                ResultSet row = query.executeQuery()) {
            return row.next() ? YearMonth.from(instant(row).atZone(Country.ZONE)) : null;
        }
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("at", java.time.OffsetDateTime.class).toInstant();
    }

    /** The last checkpoint that was signed before a month began. */
    private @Nullable StoredCheckpoint before(YearMonth month) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                select size, root, frontier, note from audit.checkpoint where at < ? order by size desc limit 1
                """)) {
            query.setObject(
                    1, month.atDay(1).atStartOfDay(Country.ZONE).toInstant().atOffset(ZoneOffset.UTC));
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? StoredCheckpoint.of(row) : null;
            }
        }
    }

    private void write(YearMonth month, @Nullable Path previous, Path file) throws SQLException, IOException {
        @Nullable StoredCheckpoint begin = before(month);
        @Nullable StoredCheckpoint end = before(month.plusMonths(1));
        if (end == null) {
            throw new IOException("there is no checkpoint of " + month);
        }
        ArchiveHead head = new ArchiveHead(
                month,
                previous == null ? ArchiveHead.NONE : ArchiveHead.digest(previous),
                begin == null ? 0 : begin.size(),
                end.size(),
                begin == null ? new byte[0] : begin.frontier());
        Path half = Files.createTempFile(
                directory,
                month.toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(half, StandardOpenOption.WRITE);
                    Writer out = new BufferedWriter(new OutputStreamWriter(
                            new GZIPOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel))),
                            StandardCharsets.UTF_8))) {
                out.write(head.text());
                entries(head, end, out);
                out.write("\n");
                out.write(note(end).toString());
            }
            force(half);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
            force(directory);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private SignedNote note(StoredCheckpoint end) throws SQLException {
        List<String> cosignatures = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("select line from audit.cosignature where size = ? order by witness")) {
            query.setLong(1, end.size());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    cosignatures.add(rows.getString(1));
                }
            }
        }
        return SignedNote.parse(end.note()).and(cosignatures);
    }

    /** Writes the entries, and makes sure that they give the root that was signed. */
    private void entries(ArchiveHead head, StoredCheckpoint end, Writer out) throws SQLException, IOException {
        Frontier tree = new Frontier(head.from(), head.frontier());
        Leaves leaves = new Leaves(connection);
        Leaves.@Nullable Leaf last = head.from() == 0 ? null : leaves.at(head.from() - 1);
        Position position = last == null ? Position.START : last.position();
        while (tree.size() < head.to()) {
            int limit = (int) Math.min(BATCH, head.to() - tree.size());
            List<byte[]> hashes = leaves.hashes(tree.size(), limit);
            List<StoredEntry> entries = leaves.after(position, limit);
            if (hashes.size() < limit || entries.size() < limit) {
                throw broken(head.month());
            }
            for (int i = 0; i < limit; i++) {
                StoredEntry entry = entries.get(i);
                byte @Nullable [] bytes = entry.sealed(hashes.get(i));
                if (bytes == null) {
                    throw broken(head.month());
                }
                out.write(ArchivedEntry.line(entry, bytes));
                tree.append(hashes.get(i));
            }
            position = entries.getLast().position();
        }
        if (!Arrays.equals(
                tree.root(),
                Checkpoint.parse(SignedNote.parse(end.note()).text()).root())) {
            throw broken(head.month());
        }
    }

    private static IOException broken(YearMonth month) {
        return new IOException(
                "the entries of " + month
                        + " are not as they were signed, so they are not archived; ./ceiba audit verify names what was changed");
    }

    /** What a process that died while it wrote has left; of other processes none writes here. */
    void dropHalfWritten() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Set<Path> halves = new HashSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.toString().endsWith(".new")).forEach(halves::add);
        }
        for (Path half : halves) {
            Files.deleteIfExists(half);
        }
    }
}
