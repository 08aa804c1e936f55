/**
 * Messages to people by SMS, e-mail and the portal's inbox: sent after commit, retried within bounds, with
 * their delivery state.
 */
@NullMarked
@ApplicationModule(
        id = "notifications",
        displayName = "Notifications",
        allowedDependencies = {"kernel", "web", "audit", "access"})
package bz.ceiba.platform.notifications;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
