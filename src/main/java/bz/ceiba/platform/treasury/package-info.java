/**
 * The state's bank accounts against its books: statements, what does not agree, and the closing of each day. Owned by the
 * Treasury Department.
 */
@NullMarked
@ApplicationModule(
        id = "treasury",
        displayName = "Treasury",
        allowedDependencies = {"kernel", "web", "audit", "access", "payments"})
package bz.ceiba.platform.treasury;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
