package bz.ceiba.platform.documents;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where content lies and who signs.
 *
 * @param storage several processes share either the database or a directory that all of them mount
 * @param directory where content lies with {@code storage=directory}; null means {@code files} below the data directory
 * @param signer the keys of the document signer
 * @param tsa a time-stamp authority (RFC 3161 over HTTP), or null for the demonstration's own
 */
@Validated
@ConfigurationProperties("ceiba.documents")
record DocumentsSettings(
        @DefaultValue("directory") Place storage,
        @Nullable Path directory,
        @Valid @DefaultValue Signer signer,
        @Nullable URI tsa) {
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
     * @param codeAlias the entry whose key (P-256) signs the codes printed on documents
     */
    record Signer(
            @DefaultValue("file") Kind kind,
            @Nullable Path library,
            @Min(0) @DefaultValue("0") int slot,
            @NotBlank @DefaultValue("CEIBA_PKCS11_PIN") String pinEnv,
            @NotBlank @DefaultValue("document") String alias,
            @NotBlank @DefaultValue("code") String codeAlias) {}
}
