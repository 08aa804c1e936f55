package bz.ceiba.platform.exchange;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param patience how long a source may take to answer, at least a tenth of a second
 */
@Validated
@ConfigurationProperties("ceiba.exchange")
record ExchangeSettings(
        @DefaultValue("5s") @DurationMin(millis = 100) Duration patience) {}
