package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;

/** Somebody was deleted from the register of people; published within the transaction, for rooms that keep how he was reached. */
public record Forgotten(PersonNumber person) {}
