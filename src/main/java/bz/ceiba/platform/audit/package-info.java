/**
 * The log of who did what to whose data: append-only, hash-linked and sealed under signed checkpoints, so
 * that nobody alters it unnoticed.
 */
@NullMarked
@ApplicationModule(
        id = "audit",
        displayName = "Audit",
        allowedDependencies = {"kernel", "web"})
package bz.ceiba.platform.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
