package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.PersonNumber;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one agency tells another's register.
 *
 * @param service to whom, as {@code <system>.<service>}, such as {@code identity.life-event}
 * @param sender the agency that tells
 * @param purpose one of the agreement's purposes, such as {@code death}
 * @param subject about whom, or null for somebody who is not known yet
 * @param toldBy the identity number of the officer, or {@code system}
 * @param toldByName as the subject may read it, or null
 * @param reader in which language the sender reads what is wrong with it
 * @param body a JSON object
 */
public record Message(
        String service,
        String sender,
        String purpose,
        @Nullable PersonNumber subject,
        String toldBy,
        @Nullable String toldByName,
        Locale reader,
        JsonNode body) {}
