/** What airlines, shipping lines and bus companies tell of whom they carry: lists of passengers and crew, and what of them could not be read. */
@NullMarked
package bz.ceiba.systems.border.carrier;

import org.jspecify.annotations.NullMarked;
