package bz.ceiba.platform.documents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Content as files {@code ab/cdef…}, named by their hash. */
final class DirectoryContents implements Contents {
    private final Path root;

    DirectoryContents(Path root) {
        this.root = root;
    }

    /** In the same directory tree, so that the move to its place is one atomic step. */
    @Override
    public Path gather() throws IOException {
        Path incoming = root.resolve("incoming");
        java.nio.file.Files.createDirectories(incoming);
        return java.nio.file.Files.createTempFile(incoming, "in-", ".part");
    }

    @Override
    public void keep(String sha256, Path gathered) throws IOException {
        Path folder = root.resolve(sha256.substring(0, 2));
        Path place = folder.resolve(sha256.substring(2));
        if (java.nio.file.Files.exists(place)
                && java.nio.file.Files.size(place) == java.nio.file.Files.size(gathered)) {
            return;
        }
        java.nio.file.Files.createDirectories(folder);
        force(gathered, StandardOpenOption.WRITE);
        java.nio.file.Files.move(gathered, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (place.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // The name is durable only when the directory is.
            force(folder, StandardOpenOption.READ);
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    @Override
    public void delete(String sha256) throws IOException {
        java.nio.file.Files.deleteIfExists(place(sha256));
    }

    private Path place(String sha256) {
        return root.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
    }

    @Override
    public InputStream open(String sha256) throws IOException {
        return java.nio.file.Files.newInputStream(place(sha256));
    }
}
