package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;

/** Tells residents and visitors apart, who both have a number. The room that keeps the register of people implements it. */
public interface Residents {
    /** Whether somebody is in the register as a visitor only: he counts as no resident, and applies for what visitors may. */
    boolean isVisitor(PersonNumber number);
}
