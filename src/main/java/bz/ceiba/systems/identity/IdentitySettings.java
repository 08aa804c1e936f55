package bz.ceiba.systems.identity;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The identity room's settings.
 *
 * @param demoPeople how many people the demonstration's register has
 * @param demoSeed from which they are drawn
 */
@Validated
@ConfigurationProperties("ceiba.identity")
record IdentitySettings(
        @Min(10) @Max(1_000_000) @DefaultValue("20000") int demoPeople,
        @DefaultValue("1981") long demoSeed) {}
