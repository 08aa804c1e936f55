/**
 * How one agency asks another: by agreement, for a case and a purpose, with only the granted fields in the
 * answer.
 */
@NullMarked
@ApplicationModule(
        id = "exchange",
        displayName = "Exchange",
        allowedDependencies = {"kernel", "web", "audit", "access"})
package bz.ceiba.platform.exchange;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
