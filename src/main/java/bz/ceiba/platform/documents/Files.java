package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.WriteBehind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Types;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people hand in: of limited size, PDF, JPEG or PNG by content, stored once by their hash. */
@Component
public class Files {
    private static final int LONGEST_NAME = 120;

    private final Contents contents;
    private final IssuedDocuments issued;
    private final Scanning scanning;
    private final Erasing erasing;
    private final JdbcClient db;
    private final WriteBehind writes;
    private final FileLimit limit;
    private final Clock clock;

    Files(
            Contents contents,
            IssuedDocuments issued,
            Scanning scanning,
            Erasing erasing,
            JdbcClient db,
            WriteBehind writes,
            FileLimit limit,
            Clock clock) {
        this.contents = contents;
        this.issued = issued;
        this.scanning = scanning;
        this.erasing = erasing;
        this.db = db;
        this.writes = writes;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * Stores a file. What the browser says of its type does not count, only what it contains; PDFs that run programs or
     * carry files are refused, unless we issued them ourselves.
     *
     * @param name what the browser calls it
     * @throws Problem TOO_LARGE (also for the scanner), UNSUPPORTED_TYPE or INVALID (empty, broken, locked, active), with a message under
     *     {@code documents.problem.*}
     */
    public UploadedFile store(PersonNumber owner, String name, InputStream content) {
        try (Gathered gathered = Gathered.from(content, limit.bytes(), contents)) {
            if (gathered.size() == 0) {
                throw new Problem(Problem.Kind.INVALID, "documents.problem.empty");
            }
            if (gathered.size() > limit.bytes()) {
                throw limit.exceeded();
            }
            boolean ours = issued.bySha256(gathered.sha256()).isPresent();
            FileType type = ours ? FileType.PDF : FileType.of(gathered);
            UploadedFile file = new UploadedFile(
                    Ids.next(clock),
                    owner,
                    clean(name, type),
                    type.mediaType(),
                    gathered.size(),
                    gathered.sha256(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    ours ? Scan.NONE : scanning.first());
            erasing.keep(gathered, () -> insert(file));
            return file.scan() == Scan.WAITING ? scanned(file) : file;
        } catch (IOException e) {
            throw new UncheckedIOException("a file could not be stored", e);
        }
    }

    /** In quarantine already, so that a process that dies here leaves nothing that can be opened. */
    private UploadedFile scanned(UploadedFile file) {
        Scan scan = scanning.scan(file);
        if (scan == Scan.INFECTED) {
            throw new Problem(Problem.Kind.INVALID, "documents.problem.infected");
        }
        if (scan == Scan.OVERSIZE) {
            throw new Problem(Problem.Kind.TOO_LARGE, "documents.problem.oversize");
        }
        return new UploadedFile(
                file.id(), file.owner(), file.name(), file.type(), file.size(), file.sha256(), file.uploadedAt(), scan);
    }

    private void insert(UploadedFile file) {
        db.sql("""
                        insert into documents.file (id, owner, name, type, size, sha256, at, scan, scan_due)
                        values (:id, :owner, :name, :type, :size, :sha256, :at, :scan, :due)
                        """)
                .param("id", file.id())
                .param("owner", file.owner().digits())
                .param("name", file.name())
                .param("type", file.type())
                .param("size", file.size())
                .param("sha256", file.sha256())
                .param("at", file.uploadedAt().atOffset(ZoneOffset.UTC))
                .param("scan", file.scan().name().toLowerCase(Locale.ROOT))
                .param("due", file.scan() == Scan.WAITING ? scanning.firstDue() : null, Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    /**
     * Notes, with the commit of the current transaction, that its owner uses a file in a case; the time for which it is
     * kept counts from then.
     *
     * @param ifNone makes what is thrown when there is no such file of this owner; then nothing is committed
     */
    public void use(UUID id, PersonNumber owner, Supplier<? extends RuntimeException> ifNone) {
        writes.addFirst(
                id.toString(), ifNone, """
                update documents.file f set used_at = u.at
                from (values (cast(? as uuid), ?, cast(? as timestamptz))) as u (id, owner, at)
                where f.id = u.id and f.owner = u.owner and f.destroyed_at is null
                returning cast(f.id as text)
                """, id, owner.digits(), clock.instant().atOffset(ZoneOffset.UTC));
    }

    public Optional<UploadedFile> find(UUID id) {
        return db.sql("""
                        select id, owner, name, type, size, sha256, at, scan
                        from documents.file where id = :id and destroyed_at is null""")
                .param("id", id)
                .query((row, n) -> new UploadedFile(
                        row.getObject("id", UUID.class),
                        new PersonNumber(row.getString("owner")),
                        row.getString("name"),
                        row.getString("type"),
                        row.getLong("size"),
                        row.getString("sha256"),
                        row.getObject("at", java.time.OffsetDateTime.class).toInstant(),
                        Scan.valueOf(row.getString("scan").toUpperCase(Locale.ROOT))))
                .optional();
    }

    /**
     * The content; the caller closes it, after having checked who may read it.
     *
     * @throws Problem CONFLICT while it is in quarantine, GONE when malware was found in it or it was too large for the scanner
     */
    public InputStream open(UploadedFile file) {
        switch (find(file.id()).map(UploadedFile::scan).orElse(file.scan())) {
            case WAITING -> throw new Problem(Problem.Kind.CONFLICT, "documents.problem.quarantine");
            case INFECTED -> throw new Problem(Problem.Kind.GONE, "documents.problem.infected");
            case OVERSIZE -> throw new Problem(Problem.Kind.GONE, "documents.problem.oversize");
            case NONE, CLEAN -> {
                // It can be opened.
            }
        }
        try {
            return contents.open(file.sha256());
        } catch (IOException e) {
            throw new UncheckedIOException("the content of file " + file.id() + " can't be read", e);
        }
    }

    /**
     * A name that is safe to show and to save: no folders, nothing invisible, nothing that turns the reading direction,
     * and an ending that tells what the file is.
     */
    static String clean(String name, FileType type) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder clean = new StringBuilder();
        last.codePoints()
                .filter(c -> {
                    int kind = Character.getType(c);
                    return kind != Character.CONTROL && kind != Character.FORMAT && kind != Character.SURROGATE;
                })
                .map(c -> Character.isWhitespace(c) || "<>:\"|?*;".indexOf(c) >= 0 ? ' ' : c)
                .forEach(clean::appendCodePoint);
        String text = clean.toString().replaceAll(" +", " ").replaceAll("^[. ]+|[. ]+$", "");
        boolean ends = type.endings().stream()
                .anyMatch(e -> text.toLowerCase(Locale.ROOT).endsWith(e));
        String ending =
                ends ? text.substring(text.lastIndexOf('.')) : type.endings().getFirst();
        String stem = ends ? text.substring(0, text.lastIndexOf('.')) : text;
        int end = stem.offsetByCodePoints(0, Math.min(stem.codePointCount(0, stem.length()), LONGEST_NAME));
        return (stem.isBlank() ? "file" : stem.substring(0, end).strip()) + ending;
    }
}
