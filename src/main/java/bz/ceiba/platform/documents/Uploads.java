package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Uploads in pieces. Each piece is durable when it is counted, and any process goes on where another stopped. */
@Component
class Uploads {
    static final int PIECE = 1 << 18;
    private static final Duration LIFE = Duration.ofHours(24);
    private static final int MOST_UNFINISHED = 5;

    private final JdbcClient db;
    private final Files files;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Uploads(JdbcClient db, Files files, TransactionTemplate transaction, Clock clock) {
        this.db = db;
        this.files = files;
        this.transaction = transaction;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /**
     * Begins one.
     *
     * @throws Problem TOO_MANY when the person has five unfinished ones
     */
    Upload begin(PersonNumber owner, String name, @Nullable String metadata, long length) {
        int unfinished = db.sql("""
                select count(*) from documents.upload where owner = :owner and file is null and expires_at > :now
                """)
                .param("owner", owner.digits())
                .param("now", now())
                .query(Integer.class)
                .single();
        if (unfinished >= MOST_UNFINISHED) {
            throw new Problem(Problem.Kind.TOO_MANY, "documents.problem.too-many-uploads");
        }
        Instant end = clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
        Upload upload = new Upload(Ids.next(clock), owner, name, metadata, length, 0, end, null);
        db.sql("""
                insert into documents.upload (id, owner, name, metadata, length, expires_at)
                values (:id, :owner, :name, :metadata, :length, :end)
                """)
                .param("id", upload.id())
                .param("owner", owner.digits())
                .param("name", name)
                .param("metadata", metadata)
                .param("length", length)
                .param("end", end.atOffset(ZoneOffset.UTC))
                .update();
        return upload;
    }

    /** One of this person's own that has not expired. */
    Optional<Upload> find(UUID id, PersonNumber owner) {
        return db.sql("""
                select id, owner, name, metadata, length, received, expires_at, file from documents.upload
                where id = :id and owner = :owner and expires_at > :now
                """)
                .param("id", id)
                .param("owner", owner.digits())
                .param("now", now())
                .query((row, n) -> new Upload(
                        row.getObject("id", UUID.class),
                        new PersonNumber(row.getString("owner")),
                        row.getString("name"),
                        row.getString("metadata"),
                        row.getLong("length"),
                        row.getLong("received"),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                        row.getObject("file", UUID.class)))
                .optional();
    }

    /** Adds pieces that follow each other, all or none; answers false when somebody else was faster. */
    boolean append(UUID id, long place, List<byte[]> pieces) {
        long size = pieces.stream().mapToLong(piece -> piece.length).sum();
        Boolean added = transaction.execute(status -> {
            int counted = db.sql("""
                    update documents.upload set received = received + :size
                    where id = :id and received = :place and received + :size <= length
                    """)
                    .param("size", size)
                    .param("id", id)
                    .param("place", place)
                    .update();
            long at = place;
            for (byte[] piece : counted == 1 ? pieces : List.<byte[]>of()) {
                db.sql("insert into documents.upload_piece (upload, place, bytes) values (:id, :at, :bytes)")
                        .param("id", id)
                        .param("at", at)
                        .param("bytes", piece)
                        .update();
                at += piece.length;
            }
            return counted == 1;
        });
        return Boolean.TRUE.equals(added);
    }

    /**
     * Makes the file of a complete upload, or answers the one that another request has made meanwhile.
     *
     * @throws Problem as {@link Files#store}; then the upload is gone
     */
    UploadedFile finish(Upload upload) {
        try {
            return made(upload);
        } catch (Problem | EmptyResultDataAccessException e) {
            // Who was faster has thrown the pieces away.
            Optional<UploadedFile> there =
                    find(upload.id(), upload.owner()).map(Upload::file).flatMap(files::find);
            if (there.isPresent()) {
                return there.get();
            }
            db.sql("delete from documents.upload where id = :id")
                    .param("id", upload.id())
                    .update();
            throw e;
        }
    }

    private UploadedFile made(Upload upload) {
        UploadedFile file = files.store(upload.owner(), upload.name(), content(upload.id()));
        db.sql("update documents.upload set file = :file where id = :id and file is null")
                .param("file", file.id())
                .param("id", upload.id())
                .update();
        db.sql("delete from documents.upload_piece where upload = :id")
                .param("id", upload.id())
                .update();
        return file;
    }

    /** One piece in memory at a time. */
    private InputStream content(UUID id) {
        Iterator<Long> places = db.sql("select place from documents.upload_piece where upload = :id order by place")
                .param("id", id)
                .query(Long.class)
                .list()
                .iterator();
        return new InputStream() {
            private ByteArrayInputStream piece = new ByteArrayInputStream(new byte[0]);

            private boolean hasMore() {
                if (piece.available() == 0 && places.hasNext()) {
                    piece = new ByteArrayInputStream(piece(id, places.next()));
                }
                return piece.available() > 0;
            }

            @Override
            public int read() {
                return hasMore() ? piece.read() : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length == 0 ? 0 : hasMore() ? piece.read(buffer, offset, length) : -1;
            }
        };
    }

    private byte[] piece(UUID id, long place) {
        return db.sql("select bytes from documents.upload_piece where upload = :id and place = :place")
                .param("id", id)
                .param("place", place)
                .query((row, n) -> row.getBytes("bytes"))
                .single();
    }

    /** Forgets what has expired, with its pieces. */
    void forgetOld() {
        db.sql("delete from documents.upload where expires_at < :now")
                .param("now", now())
                .update();
    }
}
