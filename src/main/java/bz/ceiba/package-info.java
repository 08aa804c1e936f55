/** Ceiba, an open digital-government platform. */
@org.jspecify.annotations.NullMarked
package bz.ceiba;
