package bz.ceiba.systems.border;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.documents.OfficersDevices;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The devices on which officers' desks work without a network, each at a port. */
@Component
class DeskDevices extends OfficersDevices {
    DeskDevices(JdbcClient db, Audit audit, Clock clock) {
        super(db, audit, clock, "border.device", "port");
    }
}
