package bz.ceiba.platform.audit;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param origin the log's name in its checkpoints: unique among logs, without white space or plus sign; it can't be
 *     changed once the key is made
 * @param seal whether this process may seal; with several processes one at a time does
 */
@Validated
@ConfigurationProperties("ceiba.audit")
record AuditSettings(
        @DefaultValue("ceiba.bz/audit") @Pattern(regexp = "[^\\s+]+")
        String origin,

        @DefaultValue("true") boolean seal) {}
