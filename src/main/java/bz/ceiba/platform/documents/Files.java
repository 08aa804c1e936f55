package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.PersonNumber;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What people hand in: at most 10 MB each, PDF, JPEG or PNG by content, stored once by their hash. */
@Component
public class Files {
    /**
     * Stores a file.
     *
     * @param name what the browser calls it
     * @throws bz.ceiba.platform.kernel.Problem TOO_LARGE, UNSUPPORTED_TYPE or INVALID (empty, broken), with a message
     *     under {@code documents.problem.*}
     */
    public UploadedFile store(PersonNumber owner, String name, InputStream content) {
        throw new IllegalStateException("comes with the documents room " + owner + name + content);
    }

    public Optional<UploadedFile> find(UUID id) {
        throw new IllegalStateException("comes with the documents room " + id);
    }

    /** The content; the caller closes it, after having checked who may read it. */
    public InputStream open(UploadedFile file) {
        throw new IllegalStateException("comes with the documents room " + file);
    }
}
