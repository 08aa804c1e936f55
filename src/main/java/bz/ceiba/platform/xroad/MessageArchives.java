package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.MessageLog.Kept;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes old messages to files, each message as a container, and clears them from the database: so the log stays as large as the days that it
 * keeps. A file that was cut off is written again; nothing is cleared before its file is on the disk.
 */
final class MessageArchives {
    /** So that a file can be opened; the next ones go into another. */
    private static final int MOST = 20_000;

    private static final int BATCH = 200;

    private final JdbcClient db;
    private final MessageLog log;
    private final TransactionTemplate transaction;
    private final Path directory;
    private final Duration after;
    private final boolean stamped;
    private final Clock clock;

    /** The archive before. */
    private record Before(String file, String link, long last) {}

    /** What was written. */
    private record Written(String file, String link, long first, long last, int messages) {}

    /**
     * @param after how old a message is when it is archived
     * @param stamped whether one waits for its time-stamp
     */
    MessageArchives(
            JdbcClient db,
            MessageLog log,
            TransactionTemplate transaction,
            Path directory,
            Duration after,
            boolean stamped,
            Clock clock) {
        this.db = db;
        this.log = log;
        this.transaction = transaction;
        this.directory = directory;
        this.after = after;
        this.stamped = stamped;
        this.clock = clock;
    }

    /**
     * Archives the oldest messages that are due, at most 20,000 into one file.
     *
     * @return how many
     * @throws IOException when the file can't be written; nothing was cleared
     */
    int round() throws IOException {
        Before before = before();
        Optional<Written> written = write(before, clock.instant().minus(after));
        if (written.isEmpty()) {
            return 0;
        }
        Written file = written.get();
        transaction.executeWithoutResult(status -> note(file));
        return file.messages();
    }

    private Before before() {
        return db.sql("select file, link, last_message from xroad.archive order by id desc limit 1")
                .query((row, n) ->
                        new Before(row.getString("file"), row.getString("link"), row.getLong("last_message")))
                .optional()
                .orElse(new Before("", "", 0));
    }

    private Optional<Written> write(Before before, Instant until) throws IOException {
        List<Kept> batch = log.archivable(before.last(), until, stamped, BATCH);
        if (batch.isEmpty()) {
            return Optional.empty();
        }
        Files.createDirectories(directory);
        Path part = directory.resolve("messages.part");
        ArchiveChain chain = new ArchiveChain(before.link(), before.file());
        long first = batch.getFirst().id();
        long last = first;
        int messages = 0;
        try (OutputStream out = Files.newOutputStream(part);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            while (!batch.isEmpty() && messages < MOST) {
                for (Kept kept : batch) {
                    entry(zip, chain, kept);
                    last = kept.id();
                    messages++;
                }
                batch = log.archivable(last, until, stamped, BATCH);
            }
            zip.putNextEntry(new ZipEntry(ArchiveChain.LINKS));
            zip.write(chain.bytes());
        }
        String name = "messages-%012d-%012d.zip".formatted(first, last);
        force(part);
        Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(directory);
        return Optional.of(new Written(name, chain.link(), first, last, messages));
    }

    private static void entry(ZipOutputStream zip, ArchiveChain chain, Kept kept) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        String type = "asice";
        if (kept.signed() == null) {
            // What a member's own system asks of us is not signed: its certificate is its word.
            content.writeBytes(kept.head());
            type = "txt";
        } else {
            MessageLog.write(kept, content);
        }
        String name = "%012d-%s.%s".formatted(kept.id(), kept.kind(), type);
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(kept.at().toEpochMilli());
        zip.putNextEntry(entry);
        zip.write(content.toByteArray());
        chain.add(name, Digests.sha512(content.toByteArray()));
    }

    private void note(Written file) {
        db.sql("""
                        insert into xroad.archive (file, link, first_message, last_message, messages, made_at)
                        values (:file, :link, :first, :last, :messages, :at)
                        """)
                .param("file", file.file())
                .param("link", file.link())
                .param("first", file.first())
                .param("last", file.last())
                .param("messages", file.messages())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        db.sql("delete from xroad.message where id <= :last")
                .param("last", file.last())
                .update();
        // Those of a minute ago may be of messages that are about to be kept.
        db.sql("""
                        delete from xroad.signature s where s.at < :before
                          and not exists (select from xroad.message m where m.signature = s.digest)
                        """)
                .param("before", clock.instant().minus(after).atOffset(ZoneOffset.UTC))
                .update();
        db.sql("""
                        delete from xroad.stamp t where t.at < :before
                          and not exists (select from xroad.signature s where s.stamp = t.id)
                        """)
                .param("before", clock.instant().minus(after).atOffset(ZoneOffset.UTC))
                .update();
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
