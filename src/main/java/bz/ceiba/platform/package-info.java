/** The building blocks; they know nothing of any system. */
@org.jspecify.annotations.NullMarked
package bz.ceiba.platform;
