/** The OpenID Provider: relying parties, what they are given with whose consent, and for how long. */
@NullMarked
package bz.ceiba.systems.identity.provider;

import org.jspecify.annotations.NullMarked;
