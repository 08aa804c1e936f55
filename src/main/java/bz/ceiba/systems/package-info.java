/** The government systems, one room each; none depends on another. */
@org.jspecify.annotations.NullMarked
package bz.ceiba.systems;
