/**
 * How pages look and travel: layout, components, assets, languages, security headers and rate limits.
 * It knows nothing of what the pages say.
 */
@NullMarked
@ApplicationModule(
        id = "web",
        displayName = "Web",
        allowedDependencies = {"kernel"})
package bz.ceiba.platform.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
