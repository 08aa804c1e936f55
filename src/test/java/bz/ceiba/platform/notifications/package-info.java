/** The room of notices by itself. */
@org.jspecify.annotations.NullMarked
package bz.ceiba.platform.notifications;
