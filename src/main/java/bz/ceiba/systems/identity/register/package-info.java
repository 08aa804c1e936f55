/** The register of people: numbers, what was verified about them, life events, who may act for whom, and the desks at which officers work on it. */
@NullMarked
package bz.ceiba.systems.identity.register;

import org.jspecify.annotations.NullMarked;
