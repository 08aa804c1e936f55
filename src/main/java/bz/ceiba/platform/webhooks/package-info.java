/**
 * Tells other programs of an agency what became of its cases and bills, by signed webhooks that are sent after commit,
 * retried, and shown as failed to a person.
 */
@NullMarked
@ApplicationModule(
        id = "webhooks",
        displayName = "Webhooks",
        allowedDependencies = {"kernel", "web", "audit", "access", "cases", "payments"})
package bz.ceiba.platform.webhooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
