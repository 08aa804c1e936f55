/** What all tests share: one database server, one assembled application, one browser. */
@org.jspecify.annotations.NullMarked
package bz.ceiba;
