/** Reads the machine-readable zone off a photograph of a passport, by a program of its own; no picture is kept. */
@NullMarked
package bz.ceiba.systems.border.photo;

import org.jspecify.annotations.NullMarked;
