package bz.ceiba.platform.documents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Content under its SHA-256, written once and never changed: in a directory, or in the database. */
interface Contents {
    /** An empty file in which content is gathered before it is kept. */
    Path gather() throws IOException;

    /** Keeps the gathered file's content for good; after this returns, it outlives a power cut. */
    void keep(String sha256, Path gathered) throws IOException;

    /**
     * Reads content.
     *
     * @throws IOException also when there is none
     */
    InputStream open(String sha256) throws IOException;

    /** Throws content away for good; does nothing when there is none. */
    void delete(String sha256) throws IOException;
}
