/** Whom an officer has to look at: watchlists, rules of risk, what people judged of them, and the rights of those who are stopped. */
@NullMarked
package bz.ceiba.systems.border.screening;

import org.jspecify.annotations.NullMarked;
