/**
 * Unusual access: looks at people's data that are out of the ordinary are found in the audit log as it grows, and go to a manager, who
 * judges them.
 */
@NullMarked
@ApplicationModule(
        id = "oversight",
        displayName = "Oversight",
        allowedDependencies = {"kernel", "web", "audit", "access", "notifications", "exchange"})
package bz.ceiba.platform.oversight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
