package bz.ceiba.platform.documents;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Content in PostgreSQL, so that several processes need no common directory; at most one file a row. */
final class DatabaseContents implements Contents {
    private final JdbcClient db;

    DatabaseContents(JdbcClient db) {
        this.db = db;
    }

    @Override
    public Path gather() throws IOException {
        return java.nio.file.Files.createTempFile("ceiba-", ".part");
    }

    @Override
    public void keep(String sha256, Path gathered) throws IOException {
        db.sql("insert into documents.content (sha256, bytes) values (:sha256, :bytes) on conflict do nothing")
                .param("sha256", sha256)
                .param("bytes", java.nio.file.Files.readAllBytes(gathered))
                .update();
    }

    @Override
    public void delete(String sha256) {
        db.sql("delete from documents.content where sha256 = :sha256")
                .param("sha256", sha256)
                .update();
    }

    @Override
    public InputStream open(String sha256) throws IOException {
        byte[] bytes = db.sql("select bytes from documents.content where sha256 = :sha256")
                .param("sha256", sha256)
                .query((row, n) -> row.getBytes("bytes"))
                .optional()
                .orElseThrow(() -> new FileNotFoundException("no content " + sha256 + " in the database"));
        return new ByteArrayInputStream(bytes);
    }
}
