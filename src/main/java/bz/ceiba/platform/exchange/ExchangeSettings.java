package bz.ceiba.platform.exchange;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param patience how long a source may take to answer, at least a tenth of a second
 * @param unaskedDays after how many days without a question a service counts as one that nobody asks
 * @param eventsKept how long an event is kept after everybody has had it, at least a day
 */
@Validated
@ConfigurationProperties("ceiba.exchange")
record ExchangeSettings(
        @DefaultValue("5s") @DurationMin(millis = 100) Duration patience,
        @DefaultValue("90") @Min(1) int unaskedDays,
        @DefaultValue("90d") @DurationMin(days = 1) Duration eventsKept) {}
