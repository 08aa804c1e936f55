/**
 * Files that people hand in and signed documents that the state hands out, with their public verification.
 */
@NullMarked
@ApplicationModule(
        id = "documents",
        displayName = "Documents",
        allowedDependencies = {"kernel", "web", "audit", "access"})
package bz.ceiba.platform.documents;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
