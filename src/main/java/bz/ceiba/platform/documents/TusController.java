package bz.ceiba.platform.documents;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * Resumable uploads by the tus protocol 1.0.0: core, creation, expiration and checksum. The header {@code Ceiba-File} has the
 * identifier of the file that a complete upload became; forms of cases name it.
 */
@Controller
class TusController {
    static final String PATH = "/documents/uploads";
    static final String VERSION = "1.0.0";
    private static final int CHECKSUM_MISMATCH = 460;
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final Uploads uploads;
    private final FileLimit limit;
    private final Audit audit;

    TusController(Uploads uploads, FileLimit limit, Audit audit) {
        this.uploads = uploads;
        this.limit = limit;
        this.audit = audit;
    }

    /** What we understand; the client's version does not matter here. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.FILE_UPLOADED)
    @RequestMapping(path = PATH, method = RequestMethod.OPTIONS)
    ResponseEntity<Void> options() {
        return answer(204)
                .header("Tus-Version", VERSION)
                .header("Tus-Max-Size", String.valueOf(limit.bytes()))
                .header("Tus-Extension", "creation,expiration,checksum")
                .header("Tus-Checksum-Algorithm", TusChecksum.ALGORITHMS)
                .build();
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.FILE_UPLOADED)
    @PostMapping(PATH)
    ResponseEntity<Void> create(
            @RequestHeader(name = "Tus-Resumable", required = false) @Nullable String version,
            @RequestHeader(name = "Upload-Length", required = false) @Nullable String uploadLength,
            @RequestHeader(name = "Upload-Metadata", defaultValue = "") String metadata,
            Actor actor) {
        if (!VERSION.equals(version)) {
            return otherVersion();
        }
        Optional<Long> length = number(uploadLength);
        Optional<String> name = fileName(metadata);
        if (length.isEmpty() || name.isEmpty()) {
            return answer(400).build();
        }
        if (length.get() == 0) {
            throw new Problem(Problem.Kind.INVALID, "documents.problem.empty");
        }
        if (length.get() > limit.bytes()) {
            return answer(413)
                    .header("Tus-Max-Size", String.valueOf(limit.bytes()))
                    .build();
        }
        Upload upload = uploads.begin(actor.subject(), name.get(), metadata.isBlank() ? null : metadata, length.get());
        return answer(201)
                .header("Location", PATH + "/" + upload.id())
                .header("Upload-Expires", date(upload.expiresAt()))
                .build();
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.FILE_UPLOADED)
    @RequestMapping(path = PATH + "/{id}", method = RequestMethod.HEAD)
    ResponseEntity<Void> head(
            @PathVariable UUID id,
            @RequestHeader(name = "Tus-Resumable", required = false) @Nullable String version,
            Actor actor) {
        if (!VERSION.equals(version)) {
            return otherVersion();
        }
        return uploads.find(id, actor.subject())
                .<ResponseEntity<Void>>map(upload -> described(whole(upload, actor)))
                .orElseGet(() -> answer(404).header("Cache-Control", "no-store").build());
    }

    private static ResponseEntity<Void> described(Upload upload) {
        ResponseEntity.HeadersBuilder<?> answer =
                state(200, upload).header("Upload-Length", String.valueOf(upload.length()));
        String metadata = upload.metadata();
        return (metadata == null ? answer : answer.header("Upload-Metadata", metadata)).build();
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.FILE_UPLOADED)
    @PatchMapping(PATH + "/{id}")
    ResponseEntity<Void> patch(@PathVariable UUID id, HttpServletRequest request, Actor actor) throws IOException {
        if (!VERSION.equals(request.getHeader("Tus-Resumable"))) {
            return otherVersion();
        }
        if (!"application/offset+octet-stream".equals(request.getContentType())) {
            return answer(415).build();
        }
        Optional<Upload> found = uploads.find(id, actor.subject());
        if (found.isEmpty()) {
            return answer(404).build();
        }
        Upload upload = found.get();
        Optional<Long> offset = number(request.getHeader("Upload-Offset"));
        if (offset.isEmpty()) {
            return answer(400).build();
        }
        if (offset.get() != upload.received()) {
            return answer(409).build();
        }
        String checksum = request.getHeader("Upload-Checksum");
        int status = checksum == null
                ? receive(upload, request.getInputStream())
                : receive(upload, request.getInputStream(), checksum);
        if (status != 204) {
            return answer(status).build();
        }
        return finished(upload, actor);
    }

    /** For clients and proxies that know no PATCH. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.ANY,
            audit = AuditEvent.FILE_UPLOADED)
    @PostMapping(PATH + "/{id}")
    ResponseEntity<Void> overridden(
            @PathVariable UUID id,
            @RequestHeader(name = "X-HTTP-Method-Override", defaultValue = "") String method,
            HttpServletRequest request,
            Actor actor)
            throws IOException {
        return switch (method) {
            case "PATCH" -> patch(id, request, actor);
            case "HEAD" -> head(id, request.getHeader("Tus-Resumable"), actor);
            default -> answer(405).header("Allow", "HEAD, PATCH").build();
        };
    }

    private ResponseEntity<Void> finished(Upload before, Actor actor) {
        Upload upload = uploads.find(before.id(), actor.subject())
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
        return state(204, whole(upload, actor)).build();
    }

    /** With its file, if it is complete: whoever asks next makes it when the process that took the last part died before. */
    private Upload whole(Upload upload, Actor actor) {
        if (!upload.isComplete() || upload.file() != null) {
            return upload;
        }
        UploadedFile file = uploads.finish(upload);
        audit.record(actor.does(AuditEvent.FILE_UPLOADED, null, Map.of("sha256", file.sha256())));
        return upload.become(file.id());
    }

    /** Each piece counts as soon as it is there, so that a connection that breaks loses less than one. */
    private int receive(Upload upload, InputStream content) throws IOException {
        long place = upload.received();
        for (byte[] piece = content.readNBytes(Uploads.PIECE);
                piece.length > 0;
                piece = content.readNBytes(Uploads.PIECE)) {
            if (place + piece.length > upload.length()) {
                return 413;
            }
            if (!uploads.append(upload.id(), place, List.of(piece))) {
                return 409;
            }
            place += piece.length;
        }
        return 204;
    }

    /** All of it counts or, when the checksum says that it is not what was sent, none. */
    private int receive(Upload upload, InputStream content, String header) throws IOException {
        Optional<TusChecksum> checksum = TusChecksum.parse(header);
        if (checksum.isEmpty()) {
            return 400;
        }
        MessageDigest digest = checksum.get().digest();
        List<byte[]> pieces = new ArrayList<>();
        long size = 0;
        for (byte[] piece = content.readNBytes(Uploads.PIECE);
                piece.length > 0;
                piece = content.readNBytes(Uploads.PIECE)) {
            size += piece.length;
            if (upload.received() + size > upload.length()) {
                return 413;
            }
            digest.update(piece);
            pieces.add(piece);
        }
        if (!MessageDigest.isEqual(digest.digest(), checksum.get().expected())) {
            return CHECKSUM_MISMATCH;
        }
        return uploads.append(upload.id(), upload.received(), pieces) ? 204 : 409;
    }

    private static ResponseEntity.HeadersBuilder<?> state(int status, Upload upload) {
        ResponseEntity.HeadersBuilder<?> answer = answer(status)
                .header("Upload-Offset", String.valueOf(upload.received()))
                .header("Upload-Expires", date(upload.expiresAt()))
                .header("Cache-Control", "no-store");
        UUID file = upload.file();
        return file == null ? answer : answer.header("Ceiba-File", file.toString());
    }

    private static ResponseEntity.BodyBuilder answer(int status) {
        return ResponseEntity.status(status);
    }

    private static ResponseEntity<Void> otherVersion() {
        return answer(412).header("Tus-Version", VERSION).build();
    }

    /** As RFC 9110, 5.6.7 has it; Java's own format writes the first days of a month with one digit. */
    static String date(Instant at) {
        return HTTP_DATE.format(at.atOffset(ZoneOffset.UTC));
    }

    private static Optional<Long> number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** The key {@code filename}, in Base64; a name of ours when there is none, empty when it is no such text. */
    private static Optional<String> fileName(String metadata) {
        for (String pair : metadata.split(",", -1)) {
            String[] words = pair.strip().split(" ", 2);
            if (words[0].equals("filename") && words.length == 2) {
                try {
                    return Optional.of(new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of("file");
    }
}
