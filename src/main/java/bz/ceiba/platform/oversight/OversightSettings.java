package bz.ceiba.platform.oversight;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param find whether this process may read the log for what is unusual; of several, one at a time does
 * @param hourFloor at how many people in an hour one may look without being noticed for their number
 * @param dayFloor at how many in a day
 * @param unlearned above how many times the floor it is noticed while nobody knows yet what is usual
 * @param learnedDays from how many days back one learns what is usual, and how old a look may be to be noticed
 * @param dueDays after how many working days what nobody answered goes to the oversight authority
 */
@Validated
@ConfigurationProperties("ceiba.oversight")
record OversightSettings(
        @DefaultValue("true") boolean find,
        @DefaultValue("10") @Min(1) int hourFloor,
        @DefaultValue("25") @Min(1) int dayFloor,
        @DefaultValue("5") @Min(1) int unlearned,
        @DefaultValue("60") @Min(7) int learnedDays,
        @DefaultValue("10") @Min(1) int dueDays) {}
