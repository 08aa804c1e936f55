/** The room of figures by itself. */
@org.jspecify.annotations.NullMarked
package bz.ceiba.platform.insight;
