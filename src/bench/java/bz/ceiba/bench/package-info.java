/** Measurements, as ratios within one run: machines differ and are noisy. */
@org.jspecify.annotations.NullMarked
package bz.ceiba.bench;
