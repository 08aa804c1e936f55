package bz.ceiba.platform.documents;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where content lies and who signs.
 *
 * @param storage several processes share either the database or a directory that all of them mount
 * @param directory where content lies with {@code storage=directory}; null means {@code files} below the data directory
 * @param signer the keys of the document signer
 * @param tsa a time-stamp authority (RFC 3161 over HTTP), or null for the demonstration's own
 * @param trusted PEM files with the roots above the token's certificates and the time-stamp authority's
 * @param retention how long content is kept: {@code upload} for what people hand in, else a document's type; what is not
 *     named is kept for ever
 * @param largestFile how large a file may be that people hand in or have verified, in a form and in pieces: 1 to 50 MB
 * @param extendBefore how long before a time-stamp certificate ends a long-term document gets a new time-stamp
 */
@Validated
@ConfigurationProperties("ceiba.documents")
record DocumentsSettings(
        @DefaultValue("directory") Place storage,
        @Nullable Path directory,
        @Valid @DefaultValue Signer signer,
        @Nullable URI tsa,
        @DefaultValue List<Path> trusted,
        @DefaultValue Map<String, Period> retention,
        @DefaultValue("10MB") DataSize largestFile,
        @DefaultValue("180d") Duration extendBefore,
        @Nullable @Valid Clamd clamd) {
    /** A piece of so much may be in memory, for each of those who send one. */
    private static final DataSize MOST = DataSize.ofMegabytes(50);

    DocumentsSettings {
        if (largestFile.compareTo(DataSize.ofMegabytes(1)) < 0 || largestFile.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("ceiba.documents.largest-file must be 1MB to 50MB, not " + largestFile);
        }
    }

    /** A malware scanner that speaks clamd's protocol over TCP; without one, uploads are not scanned. */
    record Clamd(
            @NotBlank String host,
            @Min(1) @Max(65_535) @DefaultValue("3310") int port,
            @DefaultValue("20s") Duration timeout) {}

    enum Place {
        DIRECTORY,
        DATABASE
    }

    enum Kind {
        /** A PKCS#12 file below the data directory, made at the first start under a demonstration authority. */
        FILE,
        /** A hardware module or token, which holds keys and certificates under the aliases. */
        PKCS11
    }

    /**
     * Whose keys sign.
     *
     * @param library the PKCS#11 module, such as {@code /usr/lib/softhsm/libsofthsm2.so}; only with {@code kind=pkcs11}
     * @param slot the slot's place in the module's list, from 0
     * @param pinEnv the name of the environment variable that holds the token's PIN
     * @param alias the entry whose key signs documents, with its certificate chain up to the root
     * @param seals agencies with a key of their own on the token: identifier to entry
     * @param configuration further lines for Java's PKCS#11 provider, such as {@code attributes(*, CKO_PRIVATE_KEY, *) =
     *     {…}} or, for NSS, {@code nssArgs="…"}
     * @param codeAlias the entry whose key (P-256) signs the codes printed on documents
     */
    record Signer(
            @DefaultValue("file") Kind kind,
            @Nullable Path library,
            @Min(0) @DefaultValue("0") int slot,
            @NotBlank @DefaultValue("CEIBA_PKCS11_PIN") String pinEnv,
            @NotBlank @DefaultValue("document") String alias,
            @NotBlank @DefaultValue("code") String codeAlias,
            @DefaultValue Map<String, String> seals,
            @DefaultValue List<String> configuration) {}
}
