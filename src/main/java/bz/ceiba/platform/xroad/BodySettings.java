package bz.ceiba.platform.xroad;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How large and how slow the bodies of messages may be.
 *
 * @param largest the largest that is taken, asked or answered
 * @param mostSpooled how much of those that do not fit in memory may lie on the disk at once
 * @param slowest how much has to come in a second, at the least, of what comes or is sent
 */
record BodySettings(
        @DefaultValue("1GB") DataSize largest,
        @DefaultValue("4GB") DataSize mostSpooled,
        @DefaultValue("128KB") DataSize slowest) {}
