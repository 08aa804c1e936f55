package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.Problem;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What may be handed in, told by the first bytes and then checked to the last. */
enum FileType {
    PDF("application/pdf"),
    JPEG("image/jpeg"),
    PNG("image/png");

    private final String mediaType;

    FileType(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** How the names of such files end; the first is the usual one. */
    List<String> endings() {
        return switch (this) {
            case PDF -> List.of(".pdf");
            case JPEG -> List.of(".jpg", ".jpeg");
            case PNG -> List.of(".png");
        };
    }

    /**
     * The type that the content shows.
     *
     * @throws Problem UNSUPPORTED_TYPE when it is none of these, INVALID when it is one but broken, locked or active
     */
    static FileType of(Gathered file) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            // Mapped and walked through, never decoded: a picture of 10 MB may unfold to gigabytes.
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
            if (PdfInspection.claims(bytes)) {
                PdfInspection.check(bytes);
                return PDF;
            }
            if (ImageInspection.claimsJpeg(bytes)) {
                ImageInspection.checkJpeg(bytes);
                return JPEG;
            }
            if (ImageInspection.claimsPng(bytes)) {
                ImageInspection.checkPng(bytes);
                return PNG;
            }
            throw new Problem(Problem.Kind.UNSUPPORTED_TYPE, "documents.problem.type");
        }
    }

    static Problem broken() {
        return new Problem(Problem.Kind.INVALID, "documents.problem.broken");
    }
}
