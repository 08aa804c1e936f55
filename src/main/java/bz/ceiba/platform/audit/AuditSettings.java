package bz.ceiba.platform.audit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param origin the log's name in its checkpoints: unique among logs, without white space or plus sign; it can't be
 *     changed once the key is made
 * @param seal whether this process may seal; with several processes one at a time does
 * @param archive whether this process keeps an archive of each month in its data directory
 * @param witnesses who is asked to cosign checkpoints; nobody by default
 * @param witnessEvery how often each of them is asked at most
 * @param witnessPatience how long one may take to answer
 */
@Validated
@ConfigurationProperties("ceiba.audit")
record AuditSettings(
        @DefaultValue("ceiba.bz/audit") @Pattern(regexp = "[^\\s+]+")
        String origin,

        @DefaultValue("true") boolean seal,
        @DefaultValue("true") boolean archive,
        @DefaultValue List<@Valid WitnessSetting> witnesses,
        @DefaultValue("10s") Duration witnessEvery,
        @DefaultValue("10s") Duration witnessPatience) {
    /**
     * @param url its submission prefix: {@code /add-checkpoint} is added
     * @param key its verifier key (type 0x04)
     */
    record WitnessSetting(@NotNull URI url, @NotBlank String key) {}
}
