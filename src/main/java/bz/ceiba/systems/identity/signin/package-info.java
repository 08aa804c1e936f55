/** How people prove who they are: codes, passwords, passkeys, and which level of assurance that gives. */
@NullMarked
package bz.ceiba.systems.identity.signin;

import org.jspecify.annotations.NullMarked;
