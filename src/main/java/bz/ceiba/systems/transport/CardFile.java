package bz.ceiba.systems.transport;

import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.UploadedFile;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Csv;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes what the card printer gets: a table and the photographs. The same cards are always the same bytes. */
@Component
class CardFile {
    /** Of every entry, so that the file does not depend on when it is written; the earliest that a ZIP can say. */
    private static final LocalDateTime NEVER = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final List<String> HEAD =
            List.of("licence", "name", "born_on", "classes", "stage", "from", "until", "document", "code", "photo");

    /** Not in a batch with a card from before there were codes: its file stays as it was. */
    private static final String CODES = "codes";

    private final Files files;

    CardFile(Files files) {
        this.files = files;
    }

    /** Whether its photograph is there and may be opened. */
    boolean isReady(Card card) {
        return files.find(card.photo()).filter(one -> one.scan().opens()).isPresent();
    }

    /**
     * Writes the file; answers its SHA-256, hexadecimal. Not in a transaction.
     *
     * @throws Problem GONE when the time for which a photograph may be kept is over
     */
    String write(List<Card> cards, Path to) {
        boolean codes = cards.stream().allMatch(card -> card.codes() != null);
        Csv table = new Csv().line(with(HEAD, codes ? CODES : null));
        MessageDigest digest = sha256();
        try (OutputStream out = java.nio.file.Files.newOutputStream(to);
                ZipOutputStream zip = new ZipOutputStream(new DigestOutputStream(out, digest))) {
            // Packing would make the bytes depend on the library that packs; photographs are packed already.
            zip.setMethod(ZipOutputStream.STORED);
            for (Card card : cards) {
                UploadedFile photo = files.find(card.photo())
                        .orElseThrow(() -> new Problem(Problem.Kind.GONE, "transport.problem.card-photo"));
                String name = "photos/" + card.document() + (photo.type().equals("image/png") ? ".png" : ".jpg");
                try (InputStream content = files.open(photo)) {
                    entry(zip, name, content.readAllBytes());
                }
                table.line(with(line(card, name), codes ? card.codes() : null));
            }
            entry(zip, "cards.csv", table.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the file for the card printer could not be written", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<String> with(List<String> line, @Nullable String more) {
        return Stream.concat(line.stream(), Stream.ofNullable(more)).toList();
    }

    private static List<String> line(Card card, String photo) {
        return List.of(
                card.licence(),
                card.name(),
                card.bornOn().toString(),
                card.licenceClass(),
                card.stage().name(),
                card.issuedOn().toString(),
                card.until().toString(),
                card.document(),
                card.code(),
                photo);
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NEVER);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
