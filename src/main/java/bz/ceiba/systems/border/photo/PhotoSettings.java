package bz.ceiba.systems.border.photo;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How photographs of passports are read.
 *
 * @param program Tesseract's, as a path or a name on the PATH; {@code none} offers no photographs. Null takes {@code tesseract} if it is there
 * @param largest photograph that is taken
 * @param timeout for one run of the program; a photograph needs at most two
 * @param memory that one run may have
 * @param atOnce how many runs there may be at the same time
 */
@Validated
@ConfigurationProperties("ceiba.border.photo")
record PhotoSettings(
        @Nullable String program,
        @DefaultValue("10MB") DataSize largest,
        @DefaultValue("10s") @DurationMax(seconds = 60) Duration timeout,
        @DefaultValue("768MB") DataSize memory,
        @DefaultValue("2") @Min(1) @Max(64) int atOnce) {}
