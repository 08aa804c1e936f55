package bz.ceiba.systems.transport;

/** Somebody says that the reader has this vehicle now. */
public record WaitingTransfer(Transfer transfer, Vehicle vehicle) {}
